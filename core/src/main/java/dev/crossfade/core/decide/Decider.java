package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Outcome.Applied;
import dev.crossfade.core.decide.Outcome.Duplicate;
import dev.crossfade.core.decide.Outcome.Held;
import dev.crossfade.core.decide.Outcome.Stale;
import dev.crossfade.core.decide.Outcome.Why;
import dev.crossfade.core.decide.SnapshotState.Status;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each event of the log does, in the order of the log. The outcome depends on the
 * event and on the states that earlier events left, and on nothing else: no clock, no database, no
 * chance, no second topic. So whoever folds the same log comes to the same states (invariant 16).
 *
 * <p>Two questions, one after the other: has this event been here before (its source's numbers
 * answer), and does it still move its record (the record's state answers). The events of a snapshot
 * have no numbers, so of them only the second is asked. What an event does that moves its record
 * says {@link LiveDecision}, of rows {@link RowDecision}, of resolutions {@link
 * ResolutionDecision}. Not thread-safe: one decider, one partition.
 */
public final class Decider {
  /** How long the id of an event without a number is known, in append time. */
  public static final Duration SEEN_FOR = Duration.ofDays(30);

  private final States states;
  private final VersionMerge merge;
  private final LiveDecision live;
  private final RowDecision rows;
  private final ResolutionDecision resolutions;

  /**
   * A decider over these states.
   *
   * @param blueprints answers the blueprint of each digest that an event of the log carries
   */
  public Decider(States states, Function<Digest, Blueprint> blueprints) {
    this.states = states;
    this.merge = new VersionMerge(states, blueprints);
    this.live = new LiveDecision(states, merge);
    this.rows = new RowDecision(states, merge);
    this.resolutions = new ResolutionDecision(states, merge);
  }

  /**
   * Whether deciding this event asks for the document of its record, which is in the state that
   * {@link States#record} answers now. What events before it do to the record brings the document
   * with it, so a whole batch can be asked for beforehand.
   */
  public boolean needsDocument(Event event) {
    return switch (event.event()) {
      case RecordChange change ->
          live.needsDocument(change, event.log().position(), states.record(change.record()));
      case RecordRead read -> merge.needsDocument(read, states.record(read.record()));
      case RecordResolved resolved -> false;
      case SourceSkipped skipped -> false;
      case SnapshotStarted started -> false;
      case SnapshotEnded ended -> false;
    };
  }

  /** Decides one record of the log and moves the states accordingly. */
  public Outcome decide(Decoded decoded) {
    return switch (decoded) {
      case Event event -> decide(event.event(), event.log().position(), decoded);
      case Unreadable unreadable -> hold(unreadable);
    };
  }

  private Outcome decide(ChangeEvent event, Position position, Decoded decoded) {
    Instant appended = decoded.log().appendTime();
    return switch (event) {
      case RecordChange change -> decideChange(change, position, appended);
      case SourceSkipped skipped -> decideSkip(skipped.envelope());
      case RecordRead read -> rows.decide(read, position);
      case RecordResolved resolved -> decideResolved(resolved, position, appended);
      case SnapshotStarted started -> decideStart(started, position);
      case SnapshotEnded ended -> decideEnd(ended, position);
    };
  }

  private Outcome decideChange(RecordChange change, Position position, Instant appended) {
    Outcome repeated = takeNumber(change.envelope(), appended);
    Outcome outcome = repeated != null ? repeated : live.decide(change, position);
    if (outcome instanceof Duplicate || outcome instanceof Stale || outcome instanceof Held) {
      live.acknowledged(change, position);
    }
    return outcome;
  }

  private Outcome decideResolved(RecordResolved resolved, Position position, Instant appended) {
    Outcome repeated = takeNumber(resolved.envelope(), appended);
    return repeated != null ? repeated : resolutions.decide(resolved, position);
  }

  /** A skip says nothing of a record: once its number is taken, it has had its effect. */
  private Outcome decideSkip(Envelope envelope) {
    SourceProgress source = states.source(envelope.source());
    return switch (source.classify(envelope.sequence(), envelope.id())) {
      case NEXT, IN_HOLE -> {
        source.take(envelope.sequence(), envelope.id());
        yield new Applied(null, null);
      }
      case REPEATED -> new Duplicate();
      // The event that it gives up is in the log after all, and loses nothing by that.
      case FORKED, FORGOTTEN -> new Stale();
      case TOO_MANY_HOLES -> new Held(Why.TOO_MANY_HOLES);
    };
  }

  /** A snapshot that was started already is resumed, or sent again. */
  private Outcome decideStart(SnapshotStarted started, Position position) {
    SourceKey source = started.envelope().source();
    if (states.snapshot(source, started.snapshot().id()) != null) {
      return new Duplicate();
    }
    SnapshotState before = states.latestSnapshot(source);
    if (before != null && before.status() == Status.OPEN) {
      states.snapshot(source, before.closed());
    }
    states.snapshot(source, SnapshotState.open(started.snapshot(), position));
    return new Applied(null, null);
  }

  private Outcome decideEnd(SnapshotEnded ended, Position position) {
    SourceKey source = ended.envelope().source();
    SnapshotState state = states.snapshot(source, ended.snapshot());
    if (state == null) {
      return new Held(Why.UNKNOWN_SNAPSHOT);
    }
    return switch (state.status()) {
      case OPEN -> {
        states.snapshot(source, state.complete(position));
        yield new Applied(null, null);
      }
      case CLOSED -> new Stale();
      case COMPLETE -> new Duplicate();
    };
  }

  private Outcome hold(Unreadable unreadable) {
    Envelope envelope = unreadable.envelope();
    if (envelope != null) {
      Outcome repeated = takeNumber(envelope, unreadable.log().appendTime());
      if (repeated != null) {
        return repeated;
      }
    }
    RecordKey key = unreadable.record();
    if (key != null) {
      states.record(key, states.record(key).held(unreadable.log().position()));
    }
    return new Held(Why.UNREADABLE);
  }

  /** Uses the event's number, or answers why it is not to take effect. */
  private @Nullable Outcome takeNumber(Envelope envelope, Instant appended) {
    if (!envelope.hasSequence()) {
      return takeId(envelope, appended);
    }
    SourceProgress source = states.source(envelope.source());
    return switch (source.classify(envelope.sequence(), envelope.id())) {
      case NEXT, IN_HOLE -> {
        source.take(envelope.sequence(), envelope.id());
        yield null;
      }
      case REPEATED -> new Duplicate();
      case FORKED -> new Held(Why.FORKED_SOURCE);
      case FORGOTTEN -> new Held(Why.FORGOTTEN_NUMBER);
      case TOO_MANY_HOLES -> new Held(Why.TOO_MANY_HOLES);
    };
  }

  private @Nullable Outcome takeId(Envelope envelope, Instant appended) {
    Instant before = states.seen(envelope.source(), envelope.id());
    if (before != null && !appended.isAfter(before.plus(SEEN_FOR))) {
      return new Duplicate();
    }
    states.seen(envelope.source(), envelope.id(), appended);
    return null;
  }
}
