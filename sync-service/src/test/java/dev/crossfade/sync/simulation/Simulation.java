package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.LogPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: clients that write, an ingest that appends, processes that apply, and what goes wrong
 * with each, in an order that the seed draws; then everything heals, and all that is in the log is
 * to be applied. The same seed is the same run.
 */
final class Simulation {
  private static final int STEPS = 170;
  private static final int PATIENCE = 400;

  private final long seed;
  private final Chance chance;
  private final Trace trace;
  private final World world = new World();
  private final Faults faults;
  private final MemoryLog log = new MemoryLog(World.PARTITIONS, world);
  private final MemoryStore store;
  private final Ingest ingest;
  private final List<Device> devices = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();
  private final Cluster cluster;
  private final List<String> seen = new ArrayList<>();
  private @Nullable Runnable backup;
  private boolean restored;

  /**
   * @param wiring of each process that starts
   * @param traced whether someone is to read what happened
   */
  Simulation(long seed, Supplier<Wiring> wiring, boolean traced) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.trace = new Trace(traced);
    this.faults = new Faults(chance, chance.oneIn(3));
    this.store = new MemoryStore(World.BLUEPRINT, faults);
    this.ingest = new Ingest(log, faults, wiring.get().acknowledgesFirst(), trace);
    this.cluster = new Cluster(log, store, world, wiring, trace);
    int tenants = 1 + chance.below(2);
    for (int i = 0; i < tenants; i++) {
      String tenant = World.TENANTS.get((chance.below(2) + i) % World.TENANTS.size());
      devices.add(new Device(tenant, "a", chance, ingest));
      devices.add(new Device(tenant, "b", chance, ingest));
      if (i == 0) {
        backends.add(new Backend(tenant, chance, ingest));
      }
    }
  }

  /** Runs to the end, once. */
  Run run() {
    for (int i = 0; i < STEPS; i++) {
      world.later(Duration.ofMillis(chance.below(3_000)));
      act(chance.below(100));
    }
    heal();
    return new Run(seed, ingest.sendings(), ingest.strange(), log, store, seen);
  }

  /** What happened, for whoever looks for the reason. */
  String trace() {
    return trace.toString();
  }

  private void act(int what) {
    if (what < 58) {
      cluster.turn(chance);
    } else if (what < 71) {
      chance.of(devices).edit();
    } else if (what < 84) {
      chance.of(devices).post();
    } else if (what < 87) {
      chance.of(backends).act();
    } else if (what < 89) {
      pull();
    } else if (what < 91) {
      chance.of(devices).snapshot();
    } else if (what < 92) {
      chance.of(devices).copyOrRestore();
    } else if (what < 94) {
      cluster.rebalance(chance);
    } else if (what < 95) {
      cluster.crash(chance);
    } else if (what < 96) {
      faults.databaseAway();
      trace.add(() -> "the database goes away");
    } else if (what < 98) {
      backUpOrRestore();
    } else if (what < 99) {
      poison();
    } else {
      world.later(Duration.ofHours(chance.below(8)));
    }
    look();
  }

  private void backUpOrRestore() {
    if (backup == null) {
      backup = store.backup();
      trace.add(() -> "backup");
    } else if (!restored && chance.oneIn(2)) {
      backup.run();
      restored = true;
      trace.add(() -> "the database is put back");
    }
  }

  private void poison() {
    if (chance.oneIn(3)) {
      ingest.garbage(chance.of(backends).next());
    } else if (chance.oneIn(2)) {
      ingest.poison(chance.of(backends).next());
    }
  }

  /** A device reads a record, where nothing waits of it. */
  private void pull() {
    List<RecordKey> keys = List.copyOf(store.tables().states.all().keySet());
    if (keys.isEmpty()) {
      return;
    }
    RecordKey key = chance.of(keys);
    var row = store.tables().states.get(key);
    if (row == null || row.state().position() == null || store.tables().parked.has(key)) {
      return;
    }
    Document document =
        new MemoryStates(
                store.tables(), new LogPartition((short) 1, row.partition()), World.BLUEPRINT)
            .documents(List.of(key))
            .get(key);
    if (document != null) {
      Map<String, String> data = new TreeMap<>();
      document.tree().properties().forEach(m -> data.put(m.getKey(), m.getValue().stringValue()));
      chance.of(devices).pull(key, data, row.state().position());
    }
  }

  /** What every snapshot of the database is to show: nothing of what lies behind its offset. */
  private void look() {
    store
        .tables()
        .states
        .all()
        .forEach(
            (key, row) -> {
              var position = row.state().position();
              var applied = store.tables().positions.get(row.partition());
              long next = applied == null ? 0 : applied.nextOffset();
              if (position != null && position.offset() >= next && seen.size() < 5) {
                seen.add("I6 " + key + " is at " + position + ", the partition at " + next);
              }
            });
  }

  private void heal() {
    trace.add(() -> "all heals");
    faults.heal();
    cluster.wakeLate();
    world.later(Duration.ofDays(1));
    int turns = 0;
    while (!atRest() && turns < PATIENCE) {
      devices.forEach(Device::flush);
      for (PartitionTask task : cluster.tasks()) {
        task.read(20);
        task.work();
        task.read(20);
        task.work();
      }
      turns++;
    }
    for (PartitionTask task : cluster.tasks()) {
      if (task.halted() != null) {
        seen.add("I14 " + task + " stands still: " + task.halted());
      }
    }
  }

  private boolean atRest() {
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      var applied = store.tables().positions.get(partition);
      if (applied == null || applied.nextOffset() != log.end(partition)) {
        return false;
      }
    }
    return devices.stream().allMatch(Device::isEmpty);
  }
}
