package dev.crossfade.sync.resolve;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.store.Decisions;
import dev.crossfade.sync.store.SyncStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the resolution by which a conflict was settled. Thread-safe. */
public final class Settled {
  /** A record is decided on a few times; of one that is decided on for ever, the first count. */
  private static final int CANDIDATES = 100;

  private final SyncStore store;
  private final LoggedEvents events;

  public Settled(SyncStore store, LoggedEvents events) {
    this.store = store;
    this.events = events;
  }

  /** A resolution that took effect. */
  public record By(Position position, RecordResolved event) {}

  /** The one that settled the conflict of an event; null where none is found. */
  public @Nullable By by(Migration migration, RecordKey key, Position conflict)
      throws InterruptedException {
    short id = store.migrationId(migration.name());
    List<Position> candidates =
        Decisions.effective(
                store.reads().dsl(), id, key, ChangeEvent.OPERATOR, conflict.offset(), CANDIDATES)
            .stream()
            .map(offset -> new Position(conflict.partition(), offset))
            .toList();
    Map<Position, Decoded> logged = events.read(migration, candidates);
    for (Position position : candidates) {
      if (logged.get(position) instanceof Decoded.Event event
          && event.event() instanceof RecordResolved resolved
          && conflict.equals(resolved.conflict())) {
        return new By(position, resolved);
      }
    }
    return null;
  }
}
