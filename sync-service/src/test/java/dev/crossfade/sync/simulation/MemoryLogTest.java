package dev.crossfade.sync.simulation;

class MemoryLogTest extends LogContract {
  @Override
  ChangesLogPort log() {
    return new MemoryLog(2, new World());
  }
}
