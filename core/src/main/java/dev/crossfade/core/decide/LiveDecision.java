package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.decide.FieldChanges.Change;
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
import java.util.LinkedHashMap;
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
    return new Live(change, at, state).decide();
  }

  /** Whether deciding it asks for the document of the state that it meets. */
  boolean needsDocument(RecordChange change, Position at, RecordState state) {
    if (!state.present() || change.kind() == Kind.DELETED) {
      return false;
    }
    if (merge.overlays(change, state)) {
      return true;
    }
    Live live = new Live(change, at, state);
    return live.byFields() && live.asksForFields();
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

    Live(RecordChange change, Position at, RecordState state) {
      this.change = change;
      this.key = change.record();
      this.at = at;
      this.source = change.envelope().source().source();
      this.state = state;
      this.becomes = merge.merge(change, state);
      this.policy = merge.policy(key, becomes.schema());
      this.seen = seen(change.basis().base(), at);
    }

    /** What the writer had seen, as far as it can be true. */
    private static long seen(@Nullable Position base, Position at) {
      return base != null && base.partition() == at.partition() && base.offset() < at.offset()
          ? base.offset()
          : Known.NONE;
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
      boolean meets =
          state.present() && byFields() ? fields().meets(source, seen) : state.meets(source, seen);
      if (!meets) {
        return apply(null);
      }
      if (state.deleted()) {
        return unchanged();
      }
      return switch (policy) {
        case AUTO_OVERWRITE -> overwrite(null);
        case AUTO_SKIP, AUTO_MERGE -> keep(List.of());
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
        case AUTO_SKIP -> keep(List.of());
        case INTERACTIVE -> ask(List.of());
      };
    }

    private Outcome edit(Document document) {
      if (byFields()) {
        if (asksForFields()) {
          return new Fields(document).decide();
        }
        return fields().meets(source, seen) ? unchanged() : apply(document);
      }
      if (!state.meets(source, seen)) {
        return apply(document);
      }
      if (isSame()) {
        return unchanged();
      }
      return policy == ConflictPolicy.AUTO_OVERWRITE ? overwrite(document) : keep(List.of());
    }

    /** Whether field by field is decided, for which the record's document is asked. */
    boolean asksForFields() {
      return named() != null
          || merge.overlays(change, state)
          || (fields().meets(source, seen) && !isSame());
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

    private Outcome apply(@Nullable Document document) {
      return apply(document, null, null);
    }

    private Applied apply(
        @Nullable Document document,
        @Nullable FieldChanges changed,
        Known.@Nullable Waiting waiting) {
      Digest content = document == null ? null : document.digest();
      states.record(
          key,
          state.next(
              new RecordState.Made(at, source, content, becomes.schema()),
              source,
              knows(content, true).waitingFor(waiting),
              changed),
          document);
      return new Applied(document, becomes.schema());
    }

    /** What the state knows of the source, where the record then is of this content. */
    private Known knows(@Nullable Digest content, boolean own) {
      Document document = becomes.document();
      Digest says = document == null ? null : document.digest();
      return state
          .known(source)
          .live(change.envelope().sequence(), at.offset())
          .saying(own && says != null && says.equals(content) ? null : says);
    }

    private void know(Known.@Nullable Waiting waiting) {
      Known knows = knows(state.digest(), source.equals(state.source())).waitingFor(waiting);
      states.record(key, state.knowing(source, knows));
    }

    private Outcome unchanged() {
      know(null);
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
      Applied applied = apply(document, null, null);
      return new Conflict(policy, false, existing(), applied, null, List.of(replaced));
    }

    private Outcome keep(Collection<String> fields) {
      know(null);
      return new Conflict(policy, false, existing(), null, incoming(fields), List.of());
    }

    private Outcome ask(Collection<String> fields) {
      know(new Known.Waiting(at.offset(), List.copyOf(fields)));
      return new Conflict(policy, true, existing(), null, incoming(fields), List.of());
    }

    private Position existing() {
      return Objects.requireNonNull(state.position());
    }

    private Side incoming(Collection<String> fields) {
      boolean deleted = change.kind() == Kind.DELETED;
      return new Side(
          source,
          at,
          deleted,
          deleted ? null : change.data(),
          change.schema(),
          List.copyOf(fields));
    }

    /** An edit of a record that is there, field by field. */
    private final class Fields {
      private final Document document;
      private final Document present;
      private final FieldChanges fields;
      private final boolean meets;
      private final Collection<String> names;

      Fields(Document document) {
        this.document = document;
        this.present = merge.present(key, state, becomes.schema());
        this.fields = fields();
        this.meets = fields.meets(source, seen);
        this.names = names();
      }

      /** The event's fields. */
      private Collection<String> names() {
        Set<String> named = named();
        if (named != null) {
          // A name that neither has says nothing.
          named.removeIf(n -> !document.tree().has(n) && !present.tree().has(n));
          return named;
        }
        if (!merge.overlays(change, state)) {
          return FieldEdit.members(document);
        }
        // Of the rest, an older version knows nothing.
        List<String> differing = FieldEdit.differing(document, present);
        differing.removeIf(n -> meets && !document.tree().has(n));
        return differing;
      }

      Outcome decide() {
        if (!meets) {
          return patch(names, null);
        }
        List<String> differing = FieldEdit.differing(names, document, present);
        if (differing.isEmpty()) {
          return unchanged();
        }
        Map<String, ConflictPolicy> rules = merge.fieldConflicts(key, becomes.schema());
        if (policy == ConflictPolicy.INTERACTIVE
            && differing.stream().anyMatch(n -> asks(rules.get(n), true))) {
          return ask(differing);
        }
        List<String> clashing = differing.stream().filter(this::isForeign).toList();
        List<String> waiting = clashing.stream().filter(n -> asks(rules.get(n), false)).toList();
        List<String> skipped =
            clashing.stream().filter(n -> rules.get(n) == ConflictPolicy.AUTO_SKIP).toList();
        return settle(differing, clashing, waiting, skipped);
      }

      private static boolean asks(@Nullable ConflictPolicy rule, boolean withoutRule) {
        return rule == null ? withoutRule : rule == ConflictPolicy.INTERACTIVE;
      }

      private boolean isForeign(String name) {
        Change last = fields.of(name, present.tree().has(name));
        return last != null && last.isForeign(source, seen);
      }

      private Outcome settle(
          List<String> differing,
          List<String> clashing,
          List<String> waiting,
          List<String> skipped) {
        Known.Waiting waits = waiting.isEmpty() ? null : new Known.Waiting(at.offset(), waiting);
        if (clashing.isEmpty()) {
          return patch(names, null);
        }
        List<String> left = new ArrayList<>(waiting);
        left.addAll(skipped);
        List<Side> replaced = replaced(clashing.stream().filter(n -> !left.contains(n)).toList());
        Applied applied = null;
        if (left.size() < differing.size()) {
          List<String> taken = names.stream().filter(n -> !left.contains(n)).toList();
          applied = patch(taken, waits);
        } else {
          know(waits);
        }
        return new Conflict(
            policy,
            waits != null,
            existing(),
            applied,
            left.isEmpty() ? null : incoming(left),
            replaced);
      }

      private Applied patch(Collection<String> taken, Known.@Nullable Waiting waiting) {
        Document result = FieldEdit.onTop(present, taken, document);
        FieldChanges changed =
            fields.with(taken, new Change(source, at.offset()), FieldEdit.members(result));
        return apply(result, changed, waiting);
      }

      /** What the event replaces, for each source whose last change that was. */
      private List<Side> replaced(List<String> names) {
        Map<Change, List<String>> lost = new LinkedHashMap<>();
        for (String name : names) {
          Change last = Objects.requireNonNull(fields.of(name, present.tree().has(name)));
          Change known =
              last.source() == null ? new Change(state.source(), existing().offset()) : last;
          lost.computeIfAbsent(known, c -> new ArrayList<>()).add(name);
        }
        List<Side> sides = new ArrayList<>();
        lost.forEach(
            (last, theirs) ->
                sides.add(
                    new Side(
                        Objects.requireNonNull(last.source()),
                        new Position(at.partition(), last.offset()),
                        false,
                        present,
                        becomes.schema(),
                        theirs)));
        return sides;
      }
    }
  }
}
