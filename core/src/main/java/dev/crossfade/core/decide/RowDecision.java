package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.decide.Outcome.Applied;
import dev.crossfade.core.decide.Outcome.Conflict;
import dev.crossfade.core.decide.Outcome.Held;
import dev.crossfade.core.decide.Outcome.Side;
import dev.crossfade.core.decide.Outcome.Stale;
import dev.crossfade.core.decide.Outcome.Unchanged;
import dev.crossfade.core.decide.Outcome.Why;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides the rows of snapshots, line by line as docs/snapshots.md has it. A row never takes back a
 * live write that its store need not have held, nor anything of another source; decided a second
 * time, it changes nothing.
 */
final class RowDecision {
  private final States states;
  private final VersionMerge merge;

  RowDecision(States states, VersionMerge merge) {
    this.states = states;
    this.merge = merge;
  }

  Outcome decide(RecordRead read, Position at) {
    SourceKey from = read.envelope().source();
    SnapshotState latest = states.latestSnapshot(from);
    String snapshot = read.snapshot().id();
    if (latest == null || !latest.snapshot().id().equals(snapshot)) {
      return states.snapshot(from, snapshot) == null ? new Held(Why.UNKNOWN_SNAPSHOT) : new Stale();
    }
    RecordState state = states.record(read.record());
    if (state.heldSince() != null) {
      return new Held(Why.BEHIND_UNREADABLE);
    }
    if (state.known(from.source()).isBeyond(read.snapshot().watermark())) {
      return new Stale();
    }
    return new Row(read, at, state, merge.merge(read, state)).decide();
  }

  /** A row that meets a record. */
  private final class Row {
    private final RecordRead read;
    private final RecordKey key;
    private final Position at;
    private final String source;
    private final RecordState state;
    private final VersionMerge.Row becomes;
    private final Known known;

    Row(RecordRead read, Position at, RecordState state, VersionMerge.Row becomes) {
      this.read = read;
      this.key = read.record();
      this.at = at;
      this.source = read.envelope().source().source();
      this.state = state;
      this.becomes = becomes;
      this.known = state.known(source).upTo(read.snapshot().watermark());
    }

    Outcome decide() {
      Digest says = becomes.document().digest();
      boolean own = source.equals(state.source());
      if (isSame(own)) {
        // Its store holds what the record is.
        know(known.saying(own ? null : says).waitingFor(null).blindSince(null));
        return new Unchanged(false);
      }
      if (state.position() == null) {
        return replace();
      }
      if (says.equals(known.said())) {
        know(known);
        return new Unchanged(true);
      }
      return own ? replaceOwn() : meetOther(says);
    }

    /** Whether the record is what it would become. */
    private boolean isSame(boolean own) {
      Digest is = state.digest();
      if (is != null && merge.changesShape(key, state, becomes.schema())) {
        // What its source alone made may be made anew in the new shape: nobody loses by it.
        is =
            own && known.said() == null
                ? null
                : merge.present(key, state, becomes.schema()).digest();
      }
      return becomes.document().digest().equals(is);
    }

    private Outcome replace() {
      return apply(becomes.document(), null, null);
    }

    /** The record was made by this source, and may have been filled in by others since. */
    private Outcome replaceOwn() {
      boolean filledIn = state.present() && known.said() != null;
      if (!filledIn || merge.policy(key, becomes.schema()) != ConflictPolicy.AUTO_MERGE) {
        return replace();
      }
      Document present = merge.present(key, state, becomes.schema());
      FieldFill fill = FieldFill.of(becomes.document(), present);
      return apply(
          fill.document(),
          fill.adds() ? becomes.document().digest() : null,
          changed(FieldMerge.members(becomes.document()), fill.document()));
    }

    private Outcome apply(
        Document document, @Nullable Digest said, @Nullable FieldChanges changed) {
      states.record(
          key,
          state.next(
              new RecordState.Made(at, source, document.digest(), becomes.schema()),
              source,
              known.saying(said).waitingFor(null).blindSince(said == null ? null : known.blind()),
              changed),
          document);
      return new Applied(document, becomes.schema());
    }

    /** Who changed what, once the row has changed these fields. */
    private FieldChanges changed(Collection<String> names, Document result) {
      FieldChanges before = state.fields();
      if (merge.changesShape(key, state, becomes.schema()) && state.changes() != null) {
        before = before.blurred();
      }
      return before.with(
          names, new FieldChanges.Change(source, at.offset()), FieldMerge.members(result));
    }

    private Outcome meetOther(Digest says) {
      ConflictPolicy policy = merge.policy(key, becomes.schema());
      return switch (policy) {
        case INTERACTIVE -> conflict(policy, says, differing());
        case AUTO_OVERWRITE, AUTO_SKIP -> conflict(policy, says, List.of());
        case AUTO_MERGE -> state.present() ? fill(says) : conflict(policy, says, List.of());
      };
    }

    private List<String> differing() {
      return state.present()
          ? FieldMerge.differing(becomes.document(), merge.present(key, state, becomes.schema()))
          : List.of();
    }

    /** What the other source made gets what it has not; where both say something, it stays. */
    private Outcome fill(Digest says) {
      FieldFill fill =
          FieldFill.of(merge.present(key, state, becomes.schema()), becomes.document());
      if (!fill.adds()) {
        if (fill.differs()) {
          return conflict(ConflictPolicy.AUTO_MERGE, says, fill.clashing());
        }
        // It has fewer fields, and absence is no delete.
        know(known.saying(says).waitingFor(null));
        return new Unchanged(false);
      }
      Document document = fill.document();
      Applied applied = new Applied(document, becomes.schema());
      Outcome outcome =
          fill.differs()
              ? conflictOf(ConflictPolicy.AUTO_MERGE, applied, fill.clashing())
              : applied;
      String maker = Objects.requireNonNull(state.source());
      states.record(
          key,
          state.next(
              new RecordState.Made(at, maker, document.digest(), becomes.schema()),
              source,
              known.saying(says).waitingFor(null),
              changed(fill.added(), document)),
          document);
      return outcome;
    }

    private Outcome conflict(ConflictPolicy policy, Digest says, List<String> fields) {
      boolean waits = policy == ConflictPolicy.INTERACTIVE;
      know(known.saying(says).waitingFor(waits ? new Known.Waiting(at.offset(), fields) : null));
      return conflictOf(policy, null, fields);
    }

    private Conflict conflictOf(
        ConflictPolicy policy, @Nullable Applied filled, List<String> fields) {
      return new Conflict(
          policy,
          policy == ConflictPolicy.INTERACTIVE,
          Objects.requireNonNull(state.position()),
          filled,
          new Side(source, at, false, read.data(), read.schema(), fields),
          List.of());
    }

    private void know(Known knows) {
      if (!knows.equals(state.known(source))) {
        states.record(key, state.knowing(source, knows));
      }
    }
  }
}
