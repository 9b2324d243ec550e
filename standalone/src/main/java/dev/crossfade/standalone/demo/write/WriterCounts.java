package dev.crossfade.standalone.demo.write;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What all writers did so far. Thread-safe. */
public final class WriterCounts {
  private final LongAdder requests = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final Map<Trouble, LongAdder> troubles = new EnumMap<>(Trouble.class);

  WriterCounts() {
    for (Trouble trouble : Trouble.values()) {
      troubles.put(trouble, new LongAdder());
    }
  }

  void request(int events) {
    requests.increment();
    sent.add(events);
  }

  void retry() {
    retries.increment();
  }

  void refusal() {
    refusals.increment();
  }

  void trouble(Trouble trouble) {
    LongAdder adder = troubles.get(trouble);
    if (adder != null) {
      adder.increment();
    }
  }

  /** Answered requests. */
  public long requests() {
    return requests.sum();
  }

  /** Events in answered requests, repeated ones counted each time. */
  public long sent() {
    return sent.sum();
  }

  /** Attempts that had to be made again. */
  public long retries() {
    return retries.sum();
  }

  /** Events refused, as they were meant to be. */
  public long refusals() {
    return refusals.sum();
  }

  /** How often each kind of trouble was made. */
  public Map<Trouble, Long> troubles() {
    Map<Trouble, Long> map = new EnumMap<>(Trouble.class);
    troubles.forEach((trouble, adder) -> map.put(trouble, adder.sum()));
    return map;
  }
}
