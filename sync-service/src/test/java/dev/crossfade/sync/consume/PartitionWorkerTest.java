package dev.crossfade.sync.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PartitionWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Listener listener = new Listener();
  private final DatabaseCircuit circuit = new DatabaseCircuit(InstantSource.system());

  private static LogRecord record(long offset, int bytes) {
    return new LogRecord(
        new Position(0, offset),
        Instant.EPOCH,
        new Message(new byte[0], List.of(), new byte[bytes]));
  }

  @Test
  @DisplayName("the queue is bounded in bytes as well as in records")
  void bounded() {
    // given
    PartitionWorker few = new PartitionWorker(new Partition(), circuit, listener, () -> {});
    PartitionWorker large = new PartitionWorker(new Partition(), circuit, listener, () -> {});
    PartitionWorker many = new PartitionWorker(new Partition(), circuit, listener, () -> {});
    // when
    few.offer(List.of(record(0, 100)));
    for (int i = 0; i < 32; i++) {
      large.offer(List.of(record(i, 256 << 10)));
    }
    for (int i = 0; i < 2_000; i++) {
      many.offer(List.of(record(i, 1)));
    }
    // then
    assertThat(few.wantsMore()).isTrue();
    assertThat(large.wantsMore()).isFalse();
    assertThat(many.wantsMore()).isFalse();
  }

  @Test
  @DisplayName("an Error shows as a halt, by its kind alone, and not as a partition at rest")
  void errorHalts() {
    // given
    PartitionWorker worker = new PartitionWorker(new Partition(), circuit, listener, () -> {});
    worker.start();
    await().atMost(PATIENCE).until(worker::started);
    assertThat(worker.takeSeek()).isEqualTo(0);
    // when
    worker.offer(List.of(record(0, 1)));
    // then
    await().atMost(PATIENCE).until(() -> listener.halted.containsKey("test-0"));
    assertThat(listener.halted.get("test-0"))
        .contains("StackOverflowError")
        .doesNotContain("private data");
  }

  @Test
  @DisplayName("a worker that is stopped no longer counts as halted here")
  void released() {
    // given
    PartitionWorker worker = new PartitionWorker(new Partition(), circuit, listener, () -> {});
    worker.start();
    await().atMost(PATIENCE).until(worker::started);
    worker.halt("the log is another one");
    assertThat(listener.halted).containsKey("test-0");
    // when
    worker.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
    // then
    assertThat(listener.halted).isEmpty();
  }

  @Test
  @DisplayName("a step that fails shows by the kind of its fault, until it goes well")
  void failing() {
    // given
    Partition partition = new Partition();
    partition.fails.set(true);
    PartitionWorker worker = new PartitionWorker(partition, circuit, listener, () -> {});
    // when
    worker.start();
    // then
    await().atMost(PATIENCE).until(() -> listener.failing.containsKey("test-0"));
    assertThat(listener.failing.get("test-0")).isEqualTo("1 IllegalStateException");
    // when
    partition.fails.set(false);
    // then
    await().atMost(PATIENCE).until(worker::started);
    await().atMost(PATIENCE).until(listener.failing::isEmpty);
    worker.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
  }

  /** A partition whose batches end in an Error. */
  private static final class Partition implements PartitionLog {
    private final AtomicBoolean fails = new AtomicBoolean();

    @Override
    public String topic() {
      return "test.changes";
    }

    @Override
    public String name() {
      return "test-0";
    }

    @Override
    public LogPartition partition() {
      return new LogPartition((short) 1, 0);
    }

    @Override
    public BatchApplier applier() {
      throw new StackOverflowError("private data");
    }

    @Override
    public Rewriting.Result rewrite(long next) {
      return new Rewriting.Result.Rewritten(0, false);
    }

    @Override
    public ChangesLog recorded() {
      return new ChangesLog(1, "id", "salt");
    }

    @Override
    public LogIdentity.Found found() {
      return new LogIdentity.Found("id", 1, 0, 10);
    }

    @Override
    public Applied position() {
      if (fails.get()) {
        throw new IllegalStateException("private data");
      }
      return new Applied(0, "id", 1);
    }

    @Override
    public void begin(Applied at) {}
  }

  private static final class Listener implements ApplyListener {
    private final Map<String, String> halted = new ConcurrentHashMap<>();
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    @Override
    public void applied(
        LogPartition partition, long next, BatchApplier.Result.Applied result, long nanos) {}

    @Override
    public void rewritten(String partition, int records) {}

    @Override
    public void fenced(String partition) {}

    @Override
    public void retried(String partition, int tries, String why) {
      failing.put(partition, tries + " " + why);
    }

    @Override
    public void recovered(String partition) {
      failing.remove(partition);
    }

    @Override
    public void released(String partition) {
      halted.remove(partition);
    }

    @Override
    public void halted(String partition, String why) {
      halted.put(partition, why);
    }
  }
}
