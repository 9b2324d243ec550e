package dev.crossfade.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a run, line by line. Kept only where someone is to read it. */
final class Trace {
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  Trace(boolean kept) {
    this.kept = kept;
  }

  void add(Supplier<String> line) {
    if (kept) {
      lines.add(lines.size() + " " + line.get());
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
