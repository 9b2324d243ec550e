package dev.crossfade.sync.resolve;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.SyncStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the resolution by which a conflict was settled. Thread-safe. */
public final class Settled {
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
    RecordState state = RecordStates.read(store.reads().dsl(), id, List.of(key)).get(key);
    Position position = state == null ? null : state.position();
    Decoded.Event event = position == null ? null : events.event(migration, position);
    return position != null
            && event != null
            && event.event() instanceof RecordResolved resolved
            && conflict.equals(resolved.conflict())
        ? new By(position, resolved)
        : null;
  }
}
