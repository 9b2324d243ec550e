package dev.crossfade.standalone.campaign;

import dev.crossfade.testsupport.history.Read;
import dev.crossfade.testsupport.history.Sent;
import java.util.ArrayList;
import java.util.List;

/** What the clients of one migration sent, read and were answered. Safe for many threads. */
final class Notebook {
  private final List<Sent> sent = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();

  synchronized void add(Sent one) {
    sent.add(one);
  }

  synchronized void add(Read one) {
    reads.add(one);
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  synchronized List<Read> reads() {
    return List.copyOf(reads);
  }
}
