package dev.crossfade.sync.progress;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.consume.LogUnreachableException;
import dev.crossfade.sync.consume.TopicLookup;
import dev.crossfade.sync.log.LogReader;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.OutdatedRecords;
import dev.crossfade.sync.store.ParkedWrites;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/{m}/progress}: for each partition where the log ends, where PostgreSQL stands, and
 * the lag between them, in events; how fast it is applied, and since when the next event waits.
 */
public final class ProgressRoutes {
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);

  private static final int RETRY_AFTER_SECONDS = 2;

  private final Migrations migrations;
  private final SyncStore store;
  private final TopicLookup topics;
  private final LogReader log;
  private final SyncMeters meters;
  private final RateSampler rates;

  /** What it asks: the broker, the log, and what this process has seen of its own work. */
  public record Known(TopicLookup topics, LogReader log, SyncMeters meters, RateSampler rates) {}

  public ProgressRoutes(Migrations migrations, SyncStore store, Known known) {
    this.migrations = migrations;
    this.store = store;
    this.topics = known.topics();
    this.log = known.log();
    this.meters = known.meters();
    this.rates = known.rates();
  }

  public List<Route> routes() {
    return List.of(Route.get("/v1/{m}/progress", OPERATORS, this::progress));
  }

  private void progress(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    int count = migration.log().map(ChangesLog::partitions).orElseThrow();
    short id = store.migrationId(migration.name());
    // The ends first: what is applied afterwards can only shrink the lag shown.
    Map<Integer, Long> ends = ends(migration.topics().changes(), count);
    Map<Integer, Long> applied = Positions.readAll(store.reads().dsl(), id);
    Map<Integer, Instant> oldest = oldestUnapplied(migration, ends, applied);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    long lag = 0;
    long total = 0;
    ArrayNode partitions = body.putArray("partitions");
    for (int i = 0; i < count; i++) {
      long end = ends.getOrDefault(i, 0L);
      long next = applied.getOrDefault(i, 0L);
      long behind = Math.max(0, end - next);
      lag += behind;
      total += next;
      ObjectNode one =
          partitions.addObject().put("partition", i).put("end", end).put("applied", next);
      one.put("lag", behind).put("ratePerSecond", rates.perSecond(id, i, next));
      Instant since = oldest.get(i);
      one.put("oldestUnapplied", since == null ? null : since.toString());
      String why = meters.halted().get(migration.name() + "-" + i);
      if (why != null) {
        one.put("halted", why);
      }
      SyncMeters.Failing failing = meters.failing().get(migration.name() + "-" + i);
      if (failing != null) {
        one.put("failing", failing.why()).put("tries", failing.tries());
      }
    }
    body.put("lag", lag);
    body.put("applied", total);
    body.put("parked", ParkedWrites.count(store.reads().dsl(), id));
    body.put("rewriting", rewriting(migration, id));
    body.put("paused", migration.control().state().pause() != null);
    Responses.json(response, 200, body);
  }

  /** When the next event to apply was appended, of each partition that has one. */
  private Map<Integer, Instant> oldestUnapplied(
      Migration migration, Map<Integer, Long> ends, Map<Integer, Long> applied)
      throws InterruptedException {
    List<Position> next = new ArrayList<>();
    ends.forEach(
        (partition, end) -> {
          long at = applied.getOrDefault(partition, 0L);
          if (at < end) {
            next.add(new Position(partition, at));
          }
        });
    Map<Integer, Instant> oldest = new HashMap<>();
    try {
      log.read(migration.topics().changes(), next)
          .forEach((position, record) -> oldest.put(position.partition(), record.appendTime()));
    } catch (LogUnreachableException e) {
      throw unreachable("Kafka does not give the events that wait.");
    }
    return oldest;
  }

  private static RuntimeException unreachable(String detail) {
    return ReadProblem.LOG_UNREACHABLE.with(detail).withRetryAfter(RETRY_AFTER_SECONDS).exception();
  }

  /** How many records are still to be brought to the current mapping. */
  private int rewriting(Migration migration, short id) {
    var db = store.reads().dsl();
    return migration
        .blueprint()
        .map(current -> OutdatedRecords.notCurrent(Blueprints.all(db, id), current.digest()))
        .map(old -> OutdatedRecords.count(db, id, old))
        .orElse(0);
  }

  private Map<Integer, Long> ends(String topic, int count) throws InterruptedException {
    try {
      return topics.ends(topic, count);
    } catch (LogUnreachableException e) {
      throw unreachable("Kafka does not say where the log ends.");
    }
  }
}
