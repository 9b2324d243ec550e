package dev.crossfade.core.cutover;

import org.jspecify.annotations.Nullable;

/** How far a tenant's data is proven. */
public enum ProofState {
  /** All of <em>Verified</em> (docs/reconciling.md) holds. */
  VERIFIED("verified"),
  /** It was verified and reads from PostgreSQL; since then something waits: it stays. */
  WAITING("waiting"),
  /** Anything else. */
  UNPROVEN("unproven"),
  /** A confirmed difference of it is open: its reads go back at once. */
  DRIFT("drift");

  private final String text;

  ProofState(String text) {
    this.text = text;
  }

  /** As the topic and answers spell it. */
  public String text() {
    return text;
  }

  /** The inverse; null where the text is anything else. */
  public static @Nullable ProofState parse(@Nullable String text) {
    for (ProofState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    return null;
  }
}
