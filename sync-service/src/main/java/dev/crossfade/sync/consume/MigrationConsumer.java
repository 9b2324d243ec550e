package dev.crossfade.sync.consume;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.PostgresStore;
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
  private final PostgresStore applied;
  private final Rewriting rewriting;
  private @Nullable BatchApplier applier;

  MigrationConsumer(Migration migration, SyncStore store, TopicLookup topics, InstantSource clock) {
    this.migration = migration;
    this.store = store;
    this.topics = topics;
    this.clock = clock;
    this.applied = new PostgresStore(store.database(), this::blueprint);
    this.rewriting =
        new Rewriting(store.database(), migration::blueprint, migration::blueprint, clock);
  }

  /** A worker for one of the partitions. */
  PartitionWorker worker(
      int partition, DatabaseCircuit circuit, ApplyListener listener, Runnable wakeConsumer) {
    return new PartitionWorker(new OnePartition(partition), circuit, listener, wakeConsumer);
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
              applied,
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

  private final class OnePartition implements PartitionLog {
    private final int number;
    private @Nullable LogPartition partition;

    OnePartition(int number) {
      this.number = number;
    }

    @Override
    public String topic() {
      return migration.topics().changes();
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

    /** What the control log says is not known before it was read. */
    @Override
    public boolean paused() {
      return !migration.control().caughtUp() || migration.control().state().pause() != null;
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
    public LogIdentity.Found found() throws InterruptedException {
      return topics.find(topic(), number);
    }

    @Override
    public Positions.@Nullable Applied position() {
      return applied.position(partition());
    }

    @Override
    public void begin(Positions.Applied at) {
      applied.begin(partition(), at, clock.instant());
    }

    @Override
    public ChangesLog recorded() {
      return migration
          .log()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "the control log of " + migration.name() + " names no log of changes yet"));
    }
  }
}
