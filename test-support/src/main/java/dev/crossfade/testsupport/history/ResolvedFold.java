package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.RecordFold.Known;
import dev.crossfade.testsupport.history.RecordFold.Touch;
import dev.crossfade.testsupport.history.Told.Resolved;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One resolution, by the table of docs/conflicts.md. */
final class ResolvedFold {
  private final Told event;
  private final Resolved resolved;
  private final RecordFold record;
  private final Rules.Domain domain;
  private final long at;

  ResolvedFold(Told event, RecordFold record, Rules.Domain domain, long at) {
    this.event = event;
    this.resolved = Objects.requireNonNull(event.resolved());
    this.record = record;
    this.domain = domain;
    this.at = at;
  }

  Outcome decide() {
    Place is = record.exists() ? new Place(record.partition, record.offset) : null;
    if (!Objects.equals(resolved.base(), is)) {
      return Outcome.STALE;
    }
    String loser = null;
    if (resolved.conflict() != -1) {
      loser = resolved.conflict() < 0 ? null : record.waitingAt(resolved.conflict());
      if (loser == null) {
        return Outcome.STALE;
      }
      record.known(loser).waiting = -1;
      record.known(loser).waitingFields = java.util.List.of();
      record.goneOn(loser);
    } else {
      // Perhaps it turns one round that was kept.
      record.kept.clear();
    }
    return switch (resolved.take()) {
      case "existing" -> Outcome.UNCHANGED;
      case "incoming" -> {
        String by = Objects.requireNonNull(loser);
        record.known(by).blind = null;
        yield apply(by);
      }
      case "corrected" -> apply(Objects.requireNonNull(record.source));
      default -> apply(event.source().source());
    };
  }

  private Outcome apply(String maker) {
    @Nullable String next = event.data();
    record.become(at, next, maker, event.source().source());
    Known known = record.known(maker);
    if (Objects.equals(known.said, next)) {
      known.said = null;
    }
    if (next != null && domain.policy().byFields()) {
      Map<String, Touch> touches = new TreeMap<>();
      Members.of(next).keySet().forEach(name -> touches.put(name, new Touch(maker, at)));
      record.touches = touches;
    }
    return Outcome.APPLIED;
  }
}
