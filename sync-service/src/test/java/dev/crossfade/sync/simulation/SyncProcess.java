package dev.crossfade.sync.simulation;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.consume.LogIdentity;
import dev.crossfade.sync.consume.PartitionLog;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One process of sync, from its start to its end: the real applier on the ports in memory. */
final class SyncProcess {
  final String name;
  final Wiring wiring;
  private final MemoryLog log;
  private final ApplyStore store;
  private final BatchApplier applier;
  private final InstantSource clock;

  SyncProcess(
      String name, Wiring wiring, MemoryLog log, MemoryStore database, InstantSource clock) {
    this.name = name;
    this.wiring = wiring;
    this.log = log;
    this.store = wiring.store(database.session(name), database.tables());
    this.clock = clock;
    this.applier =
        new BatchApplier(
            store,
            () -> new EventReader(World.PARTITIONS, World.BLUEPRINT.digest()::equals),
            digest -> World.BLUEPRINT,
            clock);
  }

  PartitionTask task(int partition, Trace trace) {
    return new PartitionTask(this, wiring.log(new Partition(partition)), partition, log, trace);
  }

  private final class Partition implements PartitionLog {
    private final LogPartition partition;

    Partition(int number) {
      this.partition = new LogPartition((short) 1, number);
    }

    @Override
    public String topic() {
      return "simulation.changes";
    }

    @Override
    public String name() {
      return "simulation-" + partition.partition();
    }

    @Override
    public LogPartition partition() {
      return partition;
    }

    @Override
    public ChangesLog recorded() {
      return new ChangesLog(World.PARTITIONS, found().topicId(), "salt");
    }

    @Override
    public LogIdentity.Found found() {
      return log.found(partition.partition());
    }

    @Override
    public @Nullable Applied position() {
      return store.position(partition);
    }

    @Override
    public void begin(Applied at) {
      store.begin(partition, at, clock.instant());
    }

    @Override
    public BatchApplier applier() {
      return applier;
    }

    @Override
    public Rewriting.Result rewrite(long next) {
      return new Rewriting.Result.Rewritten(0, false);
    }
  }
}
