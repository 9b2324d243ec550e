package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.consume.Halt;
import dev.crossfade.sync.consume.PartitionInbox;
import dev.crossfade.sync.consume.PartitionLog;
import dev.crossfade.sync.consume.PartitionSteps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process's work on one partition: the real steps and the real inbox, driven a turn at a time
 * instead of by the consumer's thread and the worker's. A turn that meets a fault is tried again in
 * another turn.
 */
final class PartitionTask {
  final SyncProcess process;
  final int partition;
  private final MemoryLog log;
  private final Trace trace;
  private final PartitionSteps steps;
  private final PartitionInbox inbox = new PartitionInbox();
  private boolean starting = true;
  private long readAt;
  private @Nullable List<LogRecord> fetched;
  private @Nullable List<LogRecord> inHand;
  private @Nullable String halted;

  PartitionTask(
      SyncProcess process, PartitionLog places, int partition, MemoryLog log, Trace trace) {
    this.process = process;
    this.partition = partition;
    this.log = log;
    this.trace = trace;
    this.steps = new PartitionSteps(places);
  }

  /** Why it stands still; null when it does not. */
  @Nullable String halted() {
    return halted;
  }

  /** The consumer's turn: hands over what was fetched, seeks where it is told to, fetches. */
  void read(int atMost) {
    if (halted != null) {
      return;
    }
    if (fetched != null) {
      inbox.offer(fetched);
      fetched = null;
    }
    Long seek = inbox.takeSeek();
    if (seek != null) {
      readAt = seek;
    }
    if (inbox.started() && !inbox.isFull()) {
      List<LogRecord> next = log.read(partition, readAt, atMost);
      readAt += next.size();
      fetched = next.isEmpty() ? null : next;
    }
  }

  /** The worker's turn. */
  void work() {
    if (halted != null) {
      return;
    }
    try {
      if (starting) {
        start();
      } else {
        apply();
      }
    } catch (StoreFault fault) {
      trace.add(() -> this + " fault: " + fault.getMessage());
    } catch (Halt halt) {
      halted = halt.why();
      trace.add(() -> this + " HALT " + halt.why());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts a simulation", e);
    }
  }

  private void start() throws Halt, InterruptedException {
    long next = steps.start();
    inbox.restart(next);
    starting = false;
    trace.add(() -> this + " starts at " + next);
  }

  private void apply() throws Halt {
    if (inHand == null && !inbox.isEmpty()) {
      inHand = process.wiring.batch(inbox.take());
    }
    List<LogRecord> batch = inHand;
    if (batch == null) {
      after(steps.look(), List.of());
    } else {
      trace.add(() -> this + " applies " + offsets(batch));
      after(steps.apply(batch), batch);
    }
  }

  private void after(PartitionSteps.Step step, List<LogRecord> batch) {
    switch (step) {
      case PartitionSteps.Step.Applied applied -> {
        inbox.done(batch);
        inHand = null;
        trace.add(() -> this + " applied " + applied);
      }
      case PartitionSteps.Step.Fenced fenced -> {
        inHand = null;
        starting = true;
        trace.add(() -> this + " is fenced");
      }
      case PartitionSteps.Step.Rewritten rewritten -> {}
      case PartitionSteps.Step.Unchanged unchanged -> {}
    }
  }

  private static String offsets(List<LogRecord> batch) {
    return batch.getFirst().position() + ".." + batch.getLast().position();
  }

  @Override
  public String toString() {
    return process.name + "/" + partition;
  }
}
