package dev.crossfade.sync.progress;

import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.changes.ChangeWatch;
import dev.crossfade.sync.consume.ApplyListener;
import dev.crossfade.sync.read.AppliedWait;
import dev.crossfade.sync.store.LogPartition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** Counts what workers do, remembers who stands still, and wakes readers that wait. Thread-safe. */
public final class SyncMeters implements ApplyListener {
  private final MeterRegistry registry;
  private final AppliedWait waiting;
  private final ChangeWatch watch;
  private final Timer batches;
  private final Counter parked;
  private final Counter fenced;
  private final Counter rewritten;
  private final Counter retried;
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final Map<String, String> halted = new ConcurrentSkipListMap<>();
  private final Map<String, Failing> failing = new ConcurrentSkipListMap<>();

  public SyncMeters(MeterRegistry registry, AppliedWait waiting, ChangeWatch watch) {
    this.registry = registry;
    this.waiting = waiting;
    this.watch = watch;
    this.batches =
        Timer.builder("crossfade.sync.batch")
            .description("A batch's transaction")
            .register(registry);
    this.parked = registry.counter("crossfade.sync.parked");
    this.fenced = registry.counter("crossfade.sync.fenced");
    this.rewritten =
        Counter.builder("crossfade.sync.rewritten")
            .description("Records brought to a later blueprint's mapping")
            .register(registry);
    this.retried = registry.counter("crossfade.sync.retries");
    Gauge.builder("crossfade.sync.change.streams", watch, ChangeWatch::streams)
        .description("Those who listen to changes")
        .register(registry);
    registry.gaugeMapSize("crossfade.sync.halted.partitions", Tags.empty(), halted);
  }

  @Override
  public void applied(
      LogPartition partition, long next, BatchApplier.Result.Applied result, long nanos) {
    batches.record(nanos, TimeUnit.NANOSECONDS);
    parked.increment(result.parked());
    result
        .outcomes()
        .forEach(
            (outcome, count) ->
                outcomes
                    .computeIfAbsent(
                        outcome, o -> registry.counter("crossfade.sync.events", "outcome", o))
                    .increment(count));
    waiting.applied(partition, next);
    watch.applied(partition);
  }

  @Override
  public void rewritten(String partition, int records) {
    rewritten.increment(records);
  }

  @Override
  public void fenced(String partition) {
    fenced.increment();
  }

  /**
   * A partition whose next step fails and is tried again.
   *
   * @param tries how often it has failed in a row
   * @param why the kind of fault that came last
   */
  public record Failing(int tries, String why) {}

  @Override
  public void retried(String partition, int tries, String why) {
    retried.increment();
    failing.put(partition, new Failing(tries, why));
  }

  @Override
  public void recovered(String partition) {
    failing.remove(partition);
  }

  @Override
  public void released(String partition) {
    halted.remove(partition);
    failing.remove(partition);
  }

  @Override
  public void halted(String partition, String why) {
    failing.remove(partition);
    halted.put(partition, why);
  }

  /** The partitions of this process whose next step fails for now. */
  public Map<String, Failing> failing() {
    return Map.copyOf(failing);
  }

  /** The partitions of this process that stand still, and why. */
  public Map<String, String> halted() {
    return Map.copyOf(halted);
  }
}
