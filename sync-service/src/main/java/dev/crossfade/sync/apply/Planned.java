package dev.crossfade.sync.apply;

import dev.crossfade.sync.store.ParkedWrites.Parked;

/** A decided event on its way into the tables: a write, or one that has to wait from the start. */
sealed interface Planned {
  record Ready(RecordWrite write) implements Planned {}

  record Waiting(Parked parked) implements Planned {}
}
