package dev.crossfade.standalone.demo;

import dev.crossfade.standalone.demo.check.Progress;
import dev.crossfade.standalone.demo.history.History;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/** Events, events a second, lag, rows, parked, as they are now. Not thread-safe. */
final class LiveFigures {
  private static final long WINDOW_NANOS = 3_000_000_000L;

  private final History history;
  private final HttpClient http;
  private final URI server;
  private final String migration;
  private final RowCount rows;
  private final Deque<Sample> window = new ArrayDeque<>();
  private Optional<Progress> progress = Optional.empty();
  private long highestLag;

  private record Sample(long at, long events) {}

  LiveFigures(History history, HttpClient http, URI server, String migration, RowCount rows) {
    this.history = history;
    this.http = http;
    this.server = server;
    this.migration = migration;
    this.rows = rows;
  }

  /** Asks the server and the database, and says it in one line. */
  String look() throws InterruptedException {
    return show(Progress.ask(http, server, migration));
  }

  /** The same with what the server has just said. */
  String show(Optional<Progress> now) {
    if (now.isPresent()) {
      progress = now;
      highestLag = Math.max(highestLag, now.get().lag());
    }
    long events = history.acknowledged();
    long at = System.nanoTime();
    window.add(new Sample(at, events));
    while (at - window.getFirst().at() > WINDOW_NANOS) {
      window.removeFirst();
    }
    Sample first = window.getFirst();
    double seconds = Math.max(1, at - first.at()) / 1e9;
    long rate = at == first.at() ? 0 : Math.round((events - first.events()) / seconds);
    return String.format(
        Locale.ROOT,
        "%,d events  %,d/s  lag %,d  rows %,d  parked %,d",
        events,
        rate,
        progress.map(Progress::lag).orElse(0L),
        rows.get(),
        progress.map(Progress::parked).orElse(0L));
  }

  long highestLag() {
    return highestLag;
  }
}
