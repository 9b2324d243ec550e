package dev.crossfade.sync.parked;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.problem.Problem;
import dev.crossfade.sync.read.ListQuery;
import dev.crossfade.sync.read.PublishedBlueprints;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.resolve.Bulk;
import dev.crossfade.sync.resolve.Decree;
import dev.crossfade.sync.resolve.LoggedEvents;
import dev.crossfade.sync.resolve.Order;
import dev.crossfade.sync.resolve.Reach;
import dev.crossfade.sync.resolve.Resolutions;
import dev.crossfade.sync.store.ParkedList;
import dev.crossfade.sync.store.ParkedList.Entry;
import dev.crossfade.sync.store.ParkedList.Filter;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/{m}/parked}: the list for readers, and what operators do about it. */
public final class ParkedRoutes {
  private static final Access READERS = Access.roles(Role.READER, Role.OPERATOR, Role.ADMIN);
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final Set<String> FILTERS = Set.of("tenant", "domain", "reason");
  private static final String REASON = "reason";

  private final Migrations migrations;
  private final SyncStore store;
  private final LoggedEvents events;
  private final ParkedDesk desk;

  public ParkedRoutes(
      Migrations migrations,
      SyncStore store,
      LoggedEvents events,
      Resolutions resolutions,
      InstantSource clock) {
    this.migrations = migrations;
    this.store = store;
    this.events = events;
    this.desk = new ParkedDesk(store, resolutions, clock);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/parked", READERS, this::list),
        Route.post("/v1/{m}/parked/retry", OPERATORS, this::retryAll),
        Route.post("/v1/{m}/parked/discard", OPERATORS, this::discardAll),
        Route.post("/v1/{m}/parked/{id}/retry", OPERATORS, this::retry),
        Route.post("/v1/{m}/parked/{id}/discard", OPERATORS, this::discard));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who) {
    ListQuery query = ListQuery.read(request.query(), FILTERS);
    Migration migration = migration(request);
    String reason = query.filter(REASON);
    if (reason != null && Reason.ofWord(reason) == null) {
      throw ListQuery.bad("reason is none of those that writes are parked for.");
    }
    Filter filter =
        new Filter(
            Reach.of(who, query.filter("tenant")).tenant(),
            query.filter("domain"),
            reason == null ? null : Reason.ofWord(reason));
    short id = store.migrationId(migration.name());
    var blueprints = new PublishedBlueprints(migration);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = body.putArray("parked");
    String next =
        store
            .reads()
            .snapshot(
                db -> {
                  List<Entry> found =
                      ParkedList.some(db, id, filter, query.afterPosition(), query.limit() + 1);
                  boolean more = found.size() > query.limit();
                  List<Entry> page = more ? found.subList(0, query.limit()) : found;
                  page.forEach(entry -> shown.add(ParkedView.of(db, id, blueprints, entry)));
                  return more ? page.getLast().position().toString() : null;
                });
    body.put("next", next);
    Responses.json(response, 200, body);
  }

  private void retry(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of("data", REASON));
    ObjectNode data = order.object("data");
    Migration migration = migration(request);
    Entry entry = find(request, response, migration, who);
    if (entry == null) {
      return;
    }
    if (data == null) {
      answer(response, migration, desk.retry(migration, entry));
    } else {
      Decree decree = new Decree(Order.actor(who), order.reason());
      answer(response, migration, desk.correct(migration, entry, data, decree));
    }
  }

  private void discard(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of(REASON));
    Decree decree = new Decree(Order.actor(who), order.reason());
    Migration migration = migration(request);
    Entry entry = find(request, response, migration, who);
    if (entry != null) {
      answer(response, migration, desk.discard(migration, entry, decree));
    }
  }

  private void retryAll(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of("filter", REASON));
    Filter filter = filter(order, who);
    Bulk bulk = desk.retryAll(migration(request), filter);
    Responses.json(response, 200, bulk.json("done"));
  }

  private void discardAll(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of("filter", REASON));
    Filter filter = filter(order, who);
    Decree decree = new Decree(Order.actor(who), order.reason());
    Bulk bulk = desk.discardAll(migration(request), filter, decree);
    Responses.json(response, 200, bulk.json("done"));
  }

  private static Filter filter(Order order, Identity who) {
    Order filter = order.filter(FILTERS);
    String word = filter.text(REASON);
    Reason reason = word == null ? null : Reason.ofWord(word);
    if (word != null && reason == null) {
      throw Order.bad("filter.reason is none of those that writes are parked for.");
    }
    return new Filter(Reach.of(who, filter.text("tenant")).tenant(), filter.text("domain"), reason);
  }

  /**
   * The write whose event lies at the position in the path; null when the answer was sent: another
   * one of its record waits.
   */
  private @Nullable Entry find(
      ServerRequest request, ServerResponse response, Migration migration, Identity who)
      throws InterruptedException {
    Reach reach = Reach.of(who, null);
    Position position = Position.parse(request.path().pathParameters().get("id"));
    short id = store.migrationId(migration.name());
    if (position != null) {
      Entry entry = ParkedList.at(store.reads().dsl(), id, position);
      if (entry != null && reach.covers(entry.key().tenant())) {
        return entry;
      }
      RecordKey key = entry != null ? null : events.record(migration, position);
      Entry present = key == null || !reach.covers(key.tenant()) ? null : desk.present(id, key);
      if (present != null) {
        moved(response, migration, present);
        return null;
      }
    }
    throw ReadProblem.PARKED_NOT_FOUND
        .with("No write of this event waits, nor another one of its record.")
        .exception();
  }

  private void answer(ServerResponse response, Migration migration, ParkedDesk.Outcome outcome) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    switch (outcome) {
      case ParkedDesk.Outcome.Written(Position position) -> {
        body.put("state", "written");
        put(body, position);
        Responses.json(response, 200, body);
      }
      case ParkedDesk.Outcome.Parked(Position position, Entry entry) -> {
        body.put("state", "parked");
        body.put("reason", entry.parked().reason().word());
        body.put("detail", entry.parked().detail());
        put(body, position);
        Responses.json(response, 200, body);
      }
      case ParkedDesk.Outcome.Moved(Entry present) -> moved(response, migration, present);
    }
  }

  private static void put(ObjectNode body, @Nullable Position position) {
    if (position != null) {
      body.put("position", position.toString());
    }
  }

  private void moved(ServerResponse response, Migration migration, @Nullable Entry present) {
    Problem problem =
        ReadProblem.RECORD_MOVED.with("The record has gone on. Look at it as it is now.");
    if (present == null) {
      Responses.problem(response, problem);
      return;
    }
    short id = store.migrationId(migration.name());
    var blueprints = new PublishedBlueprints(migration);
    Responses.problem(
        response, problem, "parked", ParkedView.of(store.reads().dsl(), id, blueprints, present));
  }

  private Migration migration(ServerRequest request) {
    return migrations.require(request.path().pathParameters().get("m"));
  }
}
