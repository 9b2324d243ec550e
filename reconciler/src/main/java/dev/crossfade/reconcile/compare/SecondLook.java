package dev.crossfade.reconcile.compare;

import org.jspecify.annotations.Nullable;

/**
 * What a second look makes of a difference: another transaction, at least a second later. Pure; the
 * life of a difference is told in {@code docs/reconciling.md}.
 */
public sealed interface SecondLook {
  /** How often a difference is looked at again before it is indeterminate. */
  int MOST = 3;

  /** Nothing differs any more: it never is reported. */
  record Gone() implements SecondLook {}

  /** It differs in the same way. */
  record Confirmed(Difference difference) implements SecondLook {}

  /** It differs otherwise, or nothing new was applied although there is something: look again. */
  record Again(Difference difference) implements SecondLook {}

  /** It was looked at too often, or could not be looked at. */
  record Indeterminate(Difference difference) implements SecondLook {}

  /**
   * Of the difference that was seen before.
   *
   * @param now what is seen of the same record now; null where its sides are equal
   * @param appended whether anything was appended to the partition behind the position of {@code
   *     before}
   */
  static SecondLook of(Difference before, @Nullable Difference now, boolean appended) {
    if (now == null) {
      return new Gone();
    }
    long was = before.position().offset();
    long is = now.position().offset();
    boolean later = is > was || (is == was && !appended);
    return later && before.sameAs(now) ? new Confirmed(now) : new Again(now);
  }

  /** The same at the end of one's patience. */
  default SecondLook after(int looks) {
    return this instanceof Again(Difference difference) && looks >= MOST
        ? new Indeterminate(difference)
        : this;
  }
}
