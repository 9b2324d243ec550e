package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.ingest.append.Appended;
import dev.crossfade.ingest.append.Appender;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.ingest.pace.Pace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in windows: each is acknowledged before the next one goes, and waits its turn. Start
 * markers are acknowledged before the rows of their window, so that no failure leaves a row in the
 * log without one. Lives for one request; not thread-safe.
 */
final class Windows implements Outlet {
  private static final int ROWS = 500;
  private static final int BYTES = 512 * 1024;
  private static final int OVERHEAD = 512;
  private static final int LATER_SECONDS = 2;
  private static final int MUCH_LATER_SECONDS = 10;

  private final Appender appender;
  private final Appender.Target target;
  private final Pace pace;
  private final InFlight.Room room;
  private final List<ChangeEvent> starts = new ArrayList<>();
  private final List<ChangeEvent> others = new ArrayList<>();
  private int bytes;
  private @Nullable Position highest;
  private boolean several;

  Windows(Appender appender, Appender.Target target, Pace pace, InFlight.Room room) {
    this.appender = appender;
    this.target = target;
    this.pace = pace;
    this.room = room;
  }

  @Override
  public void add(ChangeEvent event) throws InterruptedException {
    int size =
        OVERHEAD
            + switch (event) {
              case ChangeEvent.RecordRead read -> read.data().bytes().length;
              case ChangeEvent.SnapshotEnded ended -> ended.audit().bytes().length;
              case ChangeEvent.SnapshotStarted started -> 0;
              case ChangeEvent.RecordChange change -> throw live();
              case ChangeEvent.RecordResolved resolved -> throw live();
              case ChangeEvent.SourceSkipped skipped -> throw live();
            };
    if (starts.size() + others.size() == ROWS || bytes + size > BYTES) {
      flush();
    }
    bytes += size;
    (event instanceof SnapshotStarted ? starts : others).add(event);
  }

  private static IllegalStateException live() {
    return new IllegalStateException("a snapshot holds no live events");
  }

  @Override
  public void flush() throws InterruptedException {
    send(starts);
    send(others);
    bytes = 0;
  }

  private void send(List<ChangeEvent> window) throws InterruptedException {
    if (window.isEmpty()) {
      return;
    }
    Map<Integer, Integer> rows = new HashMap<>();
    for (ChangeEvent event : window) {
      String tenant = event.envelope().source().tenant();
      rows.merge(Partitioner.partition(tenant, target.partitions()), 1, Integer::sum);
    }
    try (Pace.Permit permit = pace.await(rows)) {
      if (permit == null) {
        throw Refusal.SYNC_BEHIND
            .problem(
                "Sync makes no progress, and live writes go first. Send it again as it is: it goes"
                    + " on.")
            .withRetryAfter(MUCH_LATER_SECONDS)
            .exception();
      }
      switch (appender.backfill(target, window, room)) {
        case Appended.Acknowledged(List<Position> positions) -> positions.forEach(this::reached);
        case Appended.Unavailable() -> throw unavailable("The log did not acknowledge in time.");
      }
    }
    window.clear();
  }

  /** The log cannot be reached now. */
  static RuntimeException unavailable(String what) {
    return Refusal.LOG_UNAVAILABLE
        .problem(what + " Send it again as it is: it goes on.")
        .withRetryAfter(LATER_SECONDS)
        .exception();
  }

  private void reached(Position position) {
    Position before = highest;
    several |= before != null && before.partition() != position.partition();
    highest = before == null || position.offset() > before.offset() ? position : before;
  }

  @Override
  public @Nullable Position position() {
    return several ? null : highest;
  }
}
