package dev.crossfade.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The processes of sync and who has which partition. One that lost a partition may not have noticed
 * yet, and goes on for some turns.
 */
final class Cluster {
  private static final int PROCESSES = 2;

  private final MemoryLog log;
  private final MemoryStore database;
  private final World world;
  private final Supplier<Wiring> wiring;
  private final Trace trace;
  private final List<SyncProcess> processes = new ArrayList<>();
  private final List<PartitionTask> tasks = new ArrayList<>();
  private final List<PartitionTask> late = new ArrayList<>();

  Cluster(MemoryLog log, MemoryStore database, World world, Supplier<Wiring> wiring, Trace trace) {
    this.log = log;
    this.database = database;
    this.world = world;
    this.wiring = wiring;
    this.trace = trace;
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(process(i));
    }
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      tasks.add(processes.get(partition % PROCESSES).task(partition, trace));
    }
  }

  private SyncProcess process(int number) {
    return new SyncProcess("sync-" + number, wiring.get(), log, database, world);
  }

  /** Those that have the partitions. */
  List<PartitionTask> tasks() {
    return tasks;
  }

  /** Someone's turn. */
  void turn(Chance chance) {
    PartitionTask task = !late.isEmpty() && chance.oneIn(5) ? chance.of(late) : chance.of(tasks);
    if (chance.oneIn(2)) {
      task.read(1 + chance.below(7));
    } else {
      task.work();
    }
  }

  /** Gives a partition to another process; the one that had it may not notice. */
  void rebalance(Chance chance) {
    int partition = chance.below(tasks.size());
    PartitionTask before = tasks.get(partition);
    if (chance.oneIn(2)) {
      late.add(before);
    }
    SyncProcess next = chance.of(processes);
    tasks.set(partition, next.task(partition, trace));
    trace.add(() -> "rebalance: " + next.name + " has " + partition + ", before " + before);
  }

  /** Kills a process and starts it again. */
  void crash(Chance chance) {
    int number = chance.below(processes.size());
    SyncProcess dead = processes.get(number);
    SyncProcess next = process(number);
    processes.set(number, next);
    late.removeIf(task -> Objects.equals(task.process, dead));
    for (int partition = 0; partition < tasks.size(); partition++) {
      if (tasks.get(partition).process == dead) {
        tasks.set(partition, next.task(partition, trace));
      }
    }
    trace.add(() -> "crash of " + dead.name);
  }

  /** Those who had not noticed wake up once more, each, and are gone then. */
  void wakeLate() {
    for (PartitionTask task : late) {
      task.work();
      task.read(5);
      task.work();
      task.work();
    }
    late.clear();
  }
}
