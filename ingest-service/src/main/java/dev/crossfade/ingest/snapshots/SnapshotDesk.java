package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.log.Topics;
import dev.crossfade.ingest.admit.ReadAdmission;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.ingest.admit.TraceParent;
import dev.crossfade.ingest.append.Appender;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.ingest.append.Traffic;
import dev.crossfade.ingest.pace.CommittedOffsets;
import dev.crossfade.ingest.pace.LogQueries;
import dev.crossfade.ingest.pace.Pace;
import dev.crossfade.ingest.pace.Ticker;
import dev.crossfade.kit.migration.Migration;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What taking a snapshot needs, whatever its form: room, a pace shared by all backfills of a
 * migration, and answers of the log. Closes what it opened. Thread-safe.
 */
public final class SnapshotDesk implements AutoCloseable {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final SnapshotLimits limits;
  private final int maxData;
  private final Appender appender;
  private final LogQueries log;
  private final InFlight inFlight;
  private final RowCounts counts;
  private final Timer waiting;
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();

  /**
   * Nothing is asked of the broker before the first snapshot.
   *
   * @param maxData the most bytes of one record
   * @param kafkaClient what reaches and authenticates with the broker
   * @param migrations the names of those served
   */
  public SnapshotDesk(
      SnapshotLimits limits,
      int maxData,
      Appender appender,
      Map<String, String> kafkaClient,
      MeterRegistry registry,
      Collection<String> migrations) {
    this.limits = limits;
    this.maxData = maxData;
    this.appender = appender;
    this.log = new LogQueries(kafkaClient);
    this.inFlight = new InFlight(limits.maxBytes(), limits.maxRequests());
    this.counts = new RowCounts(registry, migrations);
    this.waiting = registry.timer("crossfade.ingest.snapshot.waiting");
    registry.gauge("crossfade.ingest.snapshots", inFlight, InFlight::requests);
  }

  SnapshotLimits limits() {
    return limits;
  }

  /**
   * Room for a request; its taker releases it.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 429 {@code too-many-requests}
   */
  InFlight.Room room(long size) {
    InFlight.Room room = inFlight.take((int) Math.min(size, Integer.MAX_VALUE));
    if (room == null) {
      throw busy();
    }
    return room;
  }

  static RuntimeException busy() {
    return Refusal.TOO_MANY_REQUESTS
        .problem("Other snapshots must get into the log first. Nothing was kept.")
        .withRetryAfter(RETRY_AFTER_SECONDS)
        .exception();
  }

  /** What judges and counts the rows. */
  Backfill.Scope scope(Migration migration, @Nullable Integer schemaVersion, boolean dryRun) {
    var blueprint = migration.blueprint().orElseThrow();
    return new Backfill.Scope(
        blueprint,
        new ReadAdmission(blueprint, maxData, schemaVersion),
        dryRun ? RowCounts.NONE : counts.of(migration.name()));
  }

  /** Where the events go. */
  Outlet outlet(Migration migration, InFlight.Room room, boolean dryRun) {
    if (dryRun) {
      return Outlet.NONE;
    }
    Pace pace = paces.computeIfAbsent(migration.name(), name -> pace(migration));
    return new Windows(appender, target(migration), pace, room);
  }

  private Pace pace(Migration migration) {
    String topic = migration.topics().changes();
    Traffic traffic = appender.traffic();
    Pace.Partitions partitions =
        new Pace.Partitions() {
          @Override
          public long end(int partition) {
            return traffic.end(topic, partition);
          }

          @Override
          public int live(int partition) {
            return traffic.live(topic, partition);
          }
        };
    var sync = new CommittedOffsets(log, Topics.SYNC_GROUP, topic, Ticker.SYSTEM);
    return new Pace(limits.pace(), sync, partitions, Ticker.SYSTEM, waiting::record);
  }

  static Appender.Target target(Migration migration) {
    return new Appender.Target(migration.topics().changes(), changes(migration).partitions());
  }

  static ChangesLog changes(Migration migration) {
    return migration.log().orElseThrow();
  }

  /**
   * Behind the last event of each partition.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code log-unavailable}
   */
  long[] ends(Migration migration) throws InterruptedException {
    return log.ends(migration.topics().changes(), changes(migration).partitions())
        .orElseThrow(() -> Windows.unavailable("The log did not say how far it has come."));
  }

  /**
   * Refuses a position that the log has not reached: it would stand above writes to come.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 422 {@code foreign-as-of}
   */
  void requireReached(Migration migration, Position position) throws InterruptedException {
    boolean known =
        position.partition() < changes(migration).partitions()
            && position.offset() < ends(migration)[position.partition()];
    if (!known) {
      throw foreign();
    }
  }

  static RuntimeException foreign() {
    return Refusal.FOREIGN_AS_OF
        .problem("asOf is no position that this log has reached in the tenant's partition.")
        .exception();
  }

  /** The trace parent of a request, where it is sound. */
  static @Nullable String trace(ServerRequest request) {
    var name = HeaderNames.create("traceparent");
    return TraceParent.of(
        null, request.headers().contains(name) ? request.headers().get(name).values() : null);
  }

  /** To be called when no request runs any more. */
  @Override
  public void close() {
    log.close();
  }
}
