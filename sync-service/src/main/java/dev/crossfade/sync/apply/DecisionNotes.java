package dev.crossfade.sync.apply;

import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.store.Decisions.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to the journal of decisions. An event that nobody can attribute to a tenant has
 * no place there: it is held, and shown as such.
 */
final class DecisionNotes {
  private static final String NO_SOURCE = "";

  private final BatchStates states;
  private final List<Decision> decisions = new ArrayList<>();
  private final Map<SourceKey, Instant> sources = new HashMap<>();

  /** Whether the record of the event in hand waited for a person before it. */
  private boolean waited;

  DecisionNotes(BatchStates states) {
    this.states = states;
  }

  /** To be told of each event before it is decided. */
  void next(Decoded decoded) {
    RecordKey record = BatchStates.recordOf(decoded);
    waited = record != null && waits(record);
  }

  private boolean waits(RecordKey record) {
    return states.record(record).reflects().values().stream()
        .anyMatch(known -> known.waiting() != null);
  }

  /** Notes what became of an event. */
  void note(Decoded decoded, Outcome outcome) {
    RecordKey record = BatchStates.recordOf(decoded);
    Envelope envelope = BatchStates.envelopeOf(decoded);
    LogRecord log = decoded.log();
    if (envelope != null) {
      sources.put(envelope.source(), log.appendTime());
    }
    String tenant =
        record != null ? record.tenant() : envelope == null ? null : envelope.source().tenant();
    if (tenant == null) {
      return;
    }
    decisions.add(
        new Decision(
            tenant,
            log.position().offset(),
            record == null ? null : record.domain(),
            record == null ? null : record.id(),
            envelope == null ? NO_SOURCE : envelope.source().source(),
            word(outcome),
            detail(outcome, record)));
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied applied -> "applied";
      case Outcome.Unchanged unchanged -> "unchanged";
      case Outcome.Conflict conflict -> "conflict";
      case Outcome.Duplicate duplicate -> "duplicate";
      case Outcome.Stale stale -> "stale";
      case Outcome.Held held -> "held";
    };
  }

  private @Nullable String detail(Outcome outcome, @Nullable RecordKey record) {
    return switch (outcome) {
      case Outcome.Applied applied when record == null -> null;
      case Outcome.Applied applied -> applied.document() == null ? "delete" : "upsert";
      case Outcome.Unchanged unchanged -> {
        boolean settled = record != null && waited && !waits(record);
        yield settled ? "settled" : unchanged.superseded() ? "superseded" : null;
      }
      case Outcome.Conflict conflict -> conflict.waits() ? "waiting" : "decided";
      case Outcome.Duplicate duplicate -> null;
      case Outcome.Stale stale -> null;
      case Outcome.Held held -> held.why().name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  List<Decision> decisions() {
    return decisions;
  }

  /** When something of each source was appended last. */
  Map<SourceKey, Instant> seen() {
    return sources;
  }
}
