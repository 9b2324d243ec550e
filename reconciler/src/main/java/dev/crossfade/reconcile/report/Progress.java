package dev.crossfade.reconcile.report;

import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param records compared so far
 * @param of about how many there are in the parts that were begun; never below {@code records}
 * @param secondsLeft at the pace so far; null where that cannot be told
 */
record Progress(int parts, int done, long records, long of, @Nullable Long secondsLeft) {
  static Progress of(Run run, List<RunPart> parts, Instant now) {
    int done = 0;
    long records = 0;
    long of = 0;
    for (RunPart part : parts) {
      if (part.state() == RunPart.State.OPEN) {
        of += part.expected();
      } else {
        long compared =
            part.domains().values().stream()
                .mapToLong((DomainCounts counts) -> counts.of(Count.COMPARED))
                .sum();
        done++;
        records += compared;
        of += compared;
      }
    }
    return new Progress(parts.size(), done, records, of, left(run, parts.size(), done, now));
  }

  private static @Nullable Long left(Run run, int parts, int done, Instant now) {
    Instant started = run.startedAt();
    if (run.state() != RunState.RUNNING) {
      return 0L;
    }
    if (started == null || done == 0) {
      return null;
    }
    long millis = Duration.between(started, now).toMillis();
    return Math.round(Math.ceil(millis / 1000.0 * (parts - done) / done));
  }
}
