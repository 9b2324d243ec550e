package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.decide.Outcome.Applied;
import dev.crossfade.core.decide.Outcome.Conflict;
import dev.crossfade.core.decide.Outcome.Held;
import dev.crossfade.core.decide.Outcome.Side;
import dev.crossfade.core.decide.Outcome.Stale;
import dev.crossfade.core.decide.Outcome.Unchanged;
import dev.crossfade.core.decide.Outcome.Why;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides live events, line by line as docs/conflicts.md has it: whether one meets a change that
 * its writer had not seen, and what the policy makes of it then.
 */
final class LiveDecision {
  private final States states;
  private final VersionMerge merge;

  LiveDecision(States states, VersionMerge merge) {
    this.states = states;
    this.merge = merge;
  }

  Outcome decide(RecordChange change, Position at) {
    Envelope envelope = change.envelope();
    RecordState state = states.record(change.record());
    if (state.heldSince() != null) {
      return new Held(Why.BEHIND_UNREADABLE);
    }
    String source = envelope.source().source();
    if (envelope.hasSequence() && state.reflects(source, envelope.sequence())) {
      return new Stale();
    }
    boolean hole = envelope.hasSequence() && states.source(envelope.source()).hasHoles();
    return new Live(change, at, state, hole).decide();
  }

  /**
   * Notes an event that has no effect: it was acknowledged all the same, and its position is no
   * version that its writer had seen.
   */
  void acknowledged(RecordChange change, Position at) {
    RecordState state = states.record(change.record());
    if (state.position() == null || state.heldSince() != null) {
      return;
    }
    String source = change.envelope().source().source();
    Known known = state.known(source);
    if (known.blind() == null && source.equals(state.source())) {
      // The record is what this source made it.
      return;
    }
    long seen = known.seen(base(change.basis().base(), at));
    states.record(
        change.record(),
        state.knowing(source, known.blindSince(new Known.Blind(at.offset(), seen))));
  }

  /** What the writer says that it had seen, as far as it can be true. */
  private static long base(@Nullable Position base, Position at) {
    if (base == null || base.partition() != at.partition() || base.offset() >= at.offset()) {
      return Known.NONE;
    }
    return base.offset();
  }

  /**
   * Whether deciding it may ask for the document of the state that it meets, now or behind events
   * that leave the record as it is: these may lower what the writer had seen, so that is taken for
   * nothing here. The document may be asked for in vain.
   */
  boolean needsDocument(RecordChange change, Position at, RecordState state) {
    if (!state.present() || change.kind() == Kind.DELETED) {
      return false;
    }
    if (merge.overlays(change, state)) {
      return true;
    }
    Live live = new Live(change, at, state, false);
    return live.byFields() && live.asksForFields(Known.NONE);
  }

  /** An event that meets a record. */
  private final class Live {
    private final RecordChange change;
    private final RecordKey key;
    private final Position at;
    private final String source;
    private final RecordState state;
    private final VersionMerge.Merged becomes;
    private final ConflictPolicy policy;
    private final long seen;
    private final @Nullable Set<String> named;

    /**
     * @param hole whether something that its source wrote before may still come
     */
    Live(RecordChange change, Position at, RecordState state, boolean hole) {
      this.change = change;
      this.key = change.record();
      this.at = at;
      this.source = change.envelope().source().source();
      this.state = state;
      this.becomes = merge.merge(change, state);
      this.policy = merge.policy(key, becomes.schema());
      this.seen = state.known(source).seen(base(change.basis().base(), at));
      this.named = hole ? null : named();
    }

    /**
     * The fields that the writer says that it changed, with those of its event that waits: it
     * brings them again. Null where it does not say, or in names of an older version.
     */
    private @Nullable Set<String> named() {
      List<String> changed = change.basis().changed();
      if (changed == null || merge.isOlder(change, becomes.schema())) {
        return null;
      }
      Set<String> names = new LinkedHashSet<>(changed);
      Known.Waiting waiting = state.known(source).waiting();
      if (waiting != null) {
        names.addAll(waiting.fields());
      }
      return names;
    }

    boolean byFields() {
      return policy == ConflictPolicy.AUTO_MERGE || policy == ConflictPolicy.INTERACTIVE;
    }

    Outcome decide() {
      Document document = becomes.document();
      if (document == null) {
        return delete();
      }
      return state.present() ? edit(document) : raise(document);
    }

    private Outcome delete() {
      boolean byFields = state.present() && byFields();
      boolean meets = byFields ? fields().meets(source, seen) : state.meets(source, seen);
      if (!meets) {
        return apply(null);
      }
      if (state.deleted()) {
        return unchanged(true);
      }
      return switch (policy) {
        case AUTO_OVERWRITE -> overwrite(null);
        case AUTO_SKIP, AUTO_MERGE -> keep();
        case INTERACTIVE -> ask(List.of());
      };
    }

    /** The record was never there, or is deleted. */
    private Outcome raise(Document document) {
      if (!state.meets(source, seen)) {
        return apply(document);
      }
      return switch (policy) {
        case AUTO_OVERWRITE, AUTO_MERGE -> overwrite(document);
        case AUTO_SKIP -> keep();
        case INTERACTIVE -> ask(List.of());
      };
    }

    private Outcome edit(Document document) {
      if (byFields()) {
        if (asksForFields(seen)) {
          return editFields(document);
        }
        return fields().meets(source, seen) ? unchanged(true) : apply(document);
      }
      if (!state.meets(source, seen)) {
        return apply(document);
      }
      if (isSame()) {
        return unchanged(true);
      }
      return policy == ConflictPolicy.AUTO_OVERWRITE ? overwrite(document) : keep();
    }

    /**
     * Whether the record's document is asked for, to compare fields or to note who changed them, by
     * a writer who had seen that version.
     */
    boolean asksForFields(long behind) {
      return named != null
          || merge.overlays(change, state)
          || (fields().meets(source, behind) && !isSame());
    }

    /** Whether the record, in the same shape, is what it would become. */
    private boolean isSame() {
      Document document = becomes.document();
      return document != null
          && document.digest().equals(state.digest())
          && !merge.changesShape(key, state, becomes.schema());
    }

    /** Who changed what; in another shape, names may mean something else. */
    private FieldChanges fields() {
      return state.changes() != null && merge.changesShape(key, state, becomes.schema())
          ? state.changes().blurred()
          : state.fields();
    }

    private Outcome editFields(Document document) {
      Document present = merge.present(key, state, becomes.schema());
      FieldChanges fields = fields();
      FieldMerge both =
          new FieldMerge(
              document, present, fields, new FieldMerge.Writer(source, seen, at.offset()), named);
      if (!fields.meets(source, seen)) {
        return apply(both, List.of(), null);
      }
      if (both.merged(List.of()).equals(present)) {
        return unchanged(document.equals(present));
      }
      Map<String, ConflictPolicy> rules = merge.fieldConflicts(key, becomes.schema());
      List<String> differing = both.differing();
      if (policy == ConflictPolicy.INTERACTIVE
          && differing.stream().anyMatch(n -> asks(rules.getOrDefault(n, policy)))) {
        return ask(differing);
      }
      List<String> clashing = both.clashing();
      return clashing.isEmpty()
          ? apply(both, List.of(), null)
          : settle(both, present, clashing, rules);
    }

    private static boolean asks(@Nullable ConflictPolicy rule) {
      return rule == ConflictPolicy.INTERACTIVE;
    }

    /** Each field that both changed, as its rule says; one without a rule is the event's. */
    private Outcome settle(
        FieldMerge both,
        Document present,
        List<String> clashing,
        Map<String, ConflictPolicy> rules) {
      List<String> waiting = clashing.stream().filter(n -> asks(rules.get(n))).toList();
      List<String> left =
          clashing.stream()
              .filter(n -> asks(rules.get(n)) || rules.get(n) == ConflictPolicy.AUTO_SKIP)
              .toList();
      List<String> lost = clashing.stream().filter(n -> !left.contains(n)).toList();
      Known.Waiting waits = waiting.isEmpty() ? null : new Known.Waiting(at.offset(), waiting);
      Applied applied = null;
      if (both.merged(left).equals(present)) {
        know(waits, false);
      } else {
        applied = apply(both, left, waits);
      }
      return new Conflict(
          policy,
          waits != null,
          existing(),
          applied,
          left.isEmpty() ? null : incoming(left),
          replaced(both, present, lost));
    }

    /** What the event replaces, for each source whose last change that was. */
    private List<Side> replaced(FieldMerge both, Document present, List<String> lost) {
      List<Side> sides = new ArrayList<>();
      both.makers(lost)
          .forEach(
              (maker, names) -> {
                boolean known = maker.source() != null;
                sides.add(
                    new Side(
                        Objects.requireNonNull(known ? maker.source() : state.source()),
                        known ? new Position(at.partition(), maker.offset()) : existing(),
                        false,
                        present,
                        becomes.schema(),
                        names));
              });
      return sides;
    }

    private Applied apply(
        FieldMerge both, Collection<String> left, Known.@Nullable Waiting waiting) {
      Document merged = both.merged(left);
      // An older version that is laid over the record says no more than where it differs.
      boolean same = !merge.overlays(change, state);
      return apply(merged, both.changes(merged, left, same), waiting);
    }

    private Applied apply(@Nullable Document document) {
      return apply(document, null, null);
    }

    private Applied apply(
        @Nullable Document document,
        @Nullable FieldChanges changed,
        Known.@Nullable Waiting waiting) {
      Digest content = document == null ? null : document.digest();
      Document says = becomes.document();
      boolean same = says == null ? content == null : says.digest().equals(content);
      Known knows = knows(same).saying(same || says == null ? null : says.digest());
      states.record(
          key,
          state.next(
              new RecordState.Made(at, source, content, becomes.schema()),
              source,
              knows.waitingFor(waiting),
              changed),
          document);
      return new Applied(document, becomes.schema());
    }

    /**
     * What the state knows of the source behind the event.
     *
     * @param same whether the record then is what the event says
     */
    private Known knows(boolean same) {
      return state
          .known(source)
          .live(change.envelope().sequence(), at.offset())
          .blindSince(same ? null : new Known.Blind(at.offset(), seen));
    }

    /** The record stays. */
    private void know(Known.@Nullable Waiting waiting, boolean same) {
      Document says = becomes.document();
      boolean own = same && source.equals(state.source());
      Known knows = knows(same).saying(own || says == null ? null : says.digest());
      states.record(key, state.knowing(source, knows.waitingFor(waiting)));
    }

    private Outcome unchanged(boolean same) {
      know(null, same);
      return new Unchanged(false);
    }

    private Outcome overwrite(@Nullable Document document) {
      Side replaced =
          new Side(
              Objects.requireNonNull(state.source()),
              existing(),
              state.deleted(),
              null,
              Objects.requireNonNull(state.schema()),
              List.of());
      return new Conflict(policy, false, existing(), apply(document), null, List.of(replaced));
    }

    private Outcome keep() {
      know(null, false);
      return new Conflict(policy, false, existing(), null, incoming(List.of()), List.of());
    }

    private Outcome ask(List<String> fields) {
      know(new Known.Waiting(at.offset(), fields), false);
      return new Conflict(policy, true, existing(), null, incoming(fields), List.of());
    }

    private Position existing() {
      return Objects.requireNonNull(state.position());
    }

    private Side incoming(List<String> fields) {
      boolean deleted = change.kind() == Kind.DELETED;
      return new Side(source, at, deleted, deleted ? null : change.data(), change.schema(), fields);
    }
  }
}
