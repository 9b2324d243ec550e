package dev.crossfade.sync.consume;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the workers of one migration's partitions share. Thread-safe. */
final class MigrationConsumer {
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(10);

  private final Migration migration;
  private final SyncStore store;
  private final TopicLookup topics;
  private final InstantSource clock;
  private final Rewriting rewriting;
  private @Nullable BatchApplier applier;

  MigrationConsumer(Migration migration, SyncStore store, TopicLookup topics, InstantSource clock) {
    this.migration = migration;
    this.store = store;
    this.topics = topics;
    this.clock = clock;
    this.rewriting =
        new Rewriting(store.database(), migration::blueprint, migration::blueprint, clock);
  }

  /** A worker for one of the partitions. */
  PartitionWorker worker(int partition, ApplyListener listener, Runnable wakeConsumer) {
    return new PartitionWorker(new OnePartition(partition), listener, wakeConsumer);
  }

  /**
   * The blueprint of a digest that the log or the tables hold. The one that a record was last
   * decided under may have been published after what this process has read.
   */
  private Blueprint blueprint(Digest digest) {
    if (migration.blueprint(digest).isEmpty()) {
      readControlToEnd();
    }
    return migration.blueprint(digest).orElseThrow();
  }

  private void readControlToEnd() {
    try {
      if (!migration.control().awaitEnd(CONTROL_PATIENCE)) {
        throw new IllegalStateException("the control topic cannot be read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized BatchApplier applier(ChangesLog log) {
    BatchApplier made = applier;
    if (made == null) {
      made =
          new BatchApplier(
              store.database(),
              () -> new EventReader(log.partitions(), new KnownBlueprints()),
              this::blueprint,
              clock);
      applier = made;
    }
    return made;
  }

  /**
   * Whether the control log has a blueprint of a digest. It was published before any event could be
   * accepted under it, so where the answer would be no the control log is read to its end first:
   * what this process happens to have read must decide nothing. Once is enough for a batch, which
   * lies in the log as a whole before the first question: a flood of unreadable events costs no
   * more than one.
   */
  private final class KnownBlueprints implements Predicate<Digest> {
    private boolean atEnd;

    @Override
    public boolean test(Digest digest) {
      if (!migration.blueprint(digest).isPresent() && !atEnd) {
        readControlToEnd();
        atEnd = true;
      }
      return migration.blueprint(digest).isPresent();
    }
  }

  private final class OnePartition implements PartitionWorker.PartitionLog {
    private final int number;
    private @Nullable LogPartition partition;

    OnePartition(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return migration.name() + "-" + number;
    }

    @Override
    public LogPartition partition() {
      LogPartition known = partition;
      if (known == null) {
        known = new LogPartition(store.migrationId(migration.name()), number);
        partition = known;
      }
      return known;
    }

    @Override
    public BatchApplier applier() {
      return MigrationConsumer.this.applier(recorded());
    }

    @Override
    public Rewriting.Result rewrite(long next) {
      return rewriting.rewrite(partition(), next);
    }

    @Override
    public long start() throws Halt, InterruptedException {
      ChangesLog recorded = recorded();
      LogPartition here = partition();
      LogIdentity.Found found = topics.find(migration.topics().changes(), number);
      Positions.Applied applied = read(here);
      long next = LogIdentity.start(migration.topics().changes(), recorded, found, applied);
      if (applied == null) {
        var begin = new Positions.Applied(0, found.topicId(), found.partitions());
        store
            .database()
            .transaction(
                tx -> {
                  Positions.begin(tx.dsl(), here, begin, clock.instant());
                  return begin;
                });
      }
      return next;
    }

    @Override
    public @Nullable Long position() {
      Positions.Applied applied = read(partition());
      return applied == null ? null : applied.nextOffset();
    }

    /** In turn: at a start all partitions ask at once, and there are fewer connections. */
    private Positions.@Nullable Applied read(LogPartition here) {
      return store
          .database()
          .<Positions.@Nullable Applied>transaction(tx -> Positions.read(tx.dsl(), here));
    }

    private ChangesLog recorded() {
      return migration
          .log()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "the control log of " + migration.name() + " names no log of changes yet"));
    }
  }
}
