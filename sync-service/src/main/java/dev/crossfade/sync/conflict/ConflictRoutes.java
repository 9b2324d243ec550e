package dev.crossfade.sync.conflict;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.problem.Problem;
import dev.crossfade.sync.conflict.Conflict.Result;
import dev.crossfade.sync.conflict.ConflictDesk.Way;
import dev.crossfade.sync.conflict.ConflictList.Filter;
import dev.crossfade.sync.read.ListQuery;
import dev.crossfade.sync.read.PublishedBlueprints;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.resolve.Bulk;
import dev.crossfade.sync.resolve.DecidedRecord;
import dev.crossfade.sync.resolve.Decree;
import dev.crossfade.sync.resolve.LoggedEvents;
import dev.crossfade.sync.resolve.Order;
import dev.crossfade.sync.resolve.Reach;
import dev.crossfade.sync.resolve.RecordData;
import dev.crossfade.sync.resolve.Resolutions;
import dev.crossfade.sync.resolve.Settled;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/{m}/conflicts}: the list for readers, and what operators decide. */
public final class ConflictRoutes {
  private static final Access READERS = Access.roles(Role.READER, Role.OPERATOR, Role.ADMIN);
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final Set<String> FILTERS = Set.of("tenant", "domain", "field", "source");
  private static final Set<String> PARAMETERS =
      Set.of("tenant", "domain", "field", "source", "state");
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(2);
  private static final String TAKE = "take";
  private static final String DATA = "data";
  private static final String BASE = "base";

  private final Migrations migrations;
  private final SyncStore store;
  private final LoggedEvents events;
  private final Settled settled;
  private final ConflictReader reader;
  private final ConflictDesk desk;

  public ConflictRoutes(
      Migrations migrations, SyncStore store, LoggedEvents events, Resolutions resolutions) {
    this.migrations = migrations;
    this.store = store;
    this.events = events;
    this.settled = new Settled(store, events);
    this.reader = new ConflictReader(store, events);
    this.desk = new ConflictDesk(reader, resolutions);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/conflicts", READERS, this::list),
        Route.post("/v1/{m}/conflicts/resolve", OPERATORS, this::resolveAll),
        Route.post("/v1/{m}/conflicts/{id}/resolve", OPERATORS, this::resolve));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    ListQuery query = ListQuery.read(request.query(), PARAMETERS);
    Migration migration = migration(request);
    Filter filter =
        new Filter(
            Reach.of(who, query.filter("tenant")).tenant(),
            waits(query.filter("state")),
            query.filter("domain"),
            query.filter("field"),
            query.filter("source"));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = body.putArray("conflicts");
    Position after = query.afterPosition();
    boolean more = true;
    while (more && shown.size() < query.limit()) {
      int wanted = query.limit() - shown.size();
      List<Conflict> found = reader.some(migration, filter, after, wanted);
      more = found.size() == wanted;
      for (Conflict conflict : found) {
        after = conflict.entry().position();
        if (ConflictDesk.matches(conflict, filter)) {
          shown.add(conflict.json());
        }
      }
    }
    body.put("next", more && after != null ? after.toString() : null);
    Responses.json(response, 200, body);
  }

  private static @Nullable Boolean waits(@Nullable String state) {
    return switch (state) {
      case null -> null;
      case "waiting" -> true;
      case "kept" -> false;
      default -> throw ListQuery.bad("state is waiting or kept.");
    };
  }

  private void resolve(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of(TAKE, DATA, BASE, "reason"));
    Take take = take(order);
    ObjectNode data = order.object(DATA);
    if ((data != null) != (take == Take.MERGED)) {
      throw Order.bad("data belongs to the take merged, and to no other.");
    }
    Decree decree = new Decree(Order.actor(who), order.reason());
    Position base = base(order);
    Migration migration = migration(request);
    Reach reach = Reach.of(who, null);
    Position id = id(request);
    Conflict conflict = reader.at(migration, id);
    if (conflict == null) {
      absent(response, migration, reach, id, take, data);
      return;
    }
    if (!reach.covers(conflict.entry().key().tenant())) {
      throw notFound();
    }
    Result result = result(migration, conflict, take, data);
    if (base != null && !base.equals(conflict.base())) {
      moved(response, conflict);
      return;
    }
    Position position = desk.resolve(migration, conflict, conflict.base(), result, decree);
    if (position != null) {
      resolved(response, migration, conflict.entry().key(), position);
      return;
    }
    Conflict now = reader.at(migration, id);
    if (now == null || (conflict.entry().waits() && !now.entry().waits())) {
      absent(response, migration, reach, id, take, data);
    } else {
      moved(response, now);
    }
  }

  private static Take take(Order order) {
    Take take = Take.ofWord(order.requireText(TAKE));
    if (take == null || !take.settlesConflict()) {
      throw Order.bad("take is existing, incoming or merged.");
    }
    return take;
  }

  private static @Nullable Position base(Order order) {
    String text = order.text(BASE);
    Position base = text == null ? null : Position.parse(text);
    if (text != null && base == null) {
      throw Order.bad("base is the position of the existing side.");
    }
    return base;
  }

  private static Position id(ServerRequest request) {
    Position id = Position.parse(request.path().pathParameters().get("id"));
    if (id == null) {
      throw notFound();
    }
    return id;
  }

  private static RuntimeException notFound() {
    return ReadProblem.CONFLICT_NOT_FOUND
        .with("Of this event nothing waits, nor is kept.")
        .exception();
  }

  private static Result result(
      Migration migration, Conflict conflict, Take take, @Nullable ObjectNode data) {
    if (take == Take.EXISTING) {
      if (!conflict.entry().waits()) {
        throw Order.bad("It is decided so. It can be turned round by incoming or merged.");
      }
      return conflict.existing();
    }
    if (data != null) {
      Blueprint blueprint = migration.blueprint().orElseThrow();
      Document sound =
          RecordData.sound(blueprint, conflict.entry().key(), conflict.record().source(), data);
      return new Result(take, sound);
    }
    if (!conflict.complete()) {
      throw ReadProblem.LOG_UNREACHABLE
          .with("Kafka does not give what that side says.")
          .withRetryAfter(2)
          .exception();
    }
    return conflict.incoming();
  }

  /** What is answered where the conflict is not there: it may have been resolved before. */
  private void absent(
      ServerResponse response,
      Migration migration,
      Reach reach,
      Position id,
      Take take,
      @Nullable ObjectNode data)
      throws InterruptedException {
    RecordKey key = events.record(migration, id);
    if (key == null || !reach.covers(key.tenant())) {
      throw notFound();
    }
    Settled.By by = settled.by(migration, key, id);
    if (by == null) {
      Problem gone =
          ReadProblem.ALREADY_RESOLVED.with(
              "Of this event nothing waits any more, if ever something did: its source has gone on,"
                  + " or a rule has decided.");
      Responses.problem(response, gone);
    } else if (by.event().take() == take
        && (data == null || Document.of(data).equals(by.event().data()))) {
      resolved(response, migration, key, by.position());
    } else {
      Responses.problem(
          response,
          ReadProblem.ALREADY_RESOLVED.with(
              "It was resolved by " + by.event().take().word() + " at " + by.position() + "."),
          "record",
          record(migration, key));
    }
  }

  private void moved(ServerResponse response, Conflict now) {
    Responses.problem(
        response,
        ReadProblem.RECORD_MOVED.with("The record has gone on. Look at it as it is now."),
        "conflict",
        now.json());
  }

  private void resolved(
      ServerResponse response, Migration migration, RecordKey key, Position position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("position", position.toString());
    body.put("state", "resolved");
    body.set("record", record(migration, key));
    Responses.json(response, 200, body);
  }

  private ObjectNode record(Migration migration, RecordKey key) {
    short id = store.migrationId(migration.name());
    DecidedRecord record =
        store
            .reads()
            .snapshot(db -> DecidedRecord.of(db, id, key, new PublishedBlueprints(migration)));
    if (record == null) {
      throw new IllegalStateException("a record in conflict was decided");
    }
    return Side.json(
        record.position(), record.source(), record.document() == null, record.document());
  }

  private void resolveAll(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = Order.read(request, Set.of("filter", TAKE, "reason"));
    Order filter = order.filter(FILTERS);
    Way way = way(order.requireText(TAKE));
    Decree decree = new Decree(Order.actor(who), order.reason());
    Filter matching =
        new Filter(
            Reach.of(who, filter.text("tenant")).tenant(),
            true,
            filter.text("domain"),
            filter.text("field"),
            filter.text("source"));
    Migration migration = migration(request);
    if (way == Way.RULES) {
      // Of the blueprint that was published before this was asked.
      migration.control().awaitEnd(CONTROL_PATIENCE);
    }
    Bulk bulk = desk.resolveAll(migration, matching, way, decree);
    Responses.json(response, 200, bulk.json("resolved"));
  }

  private static Way way(String word) {
    for (Way way : Way.values()) {
      if (way.name().toLowerCase(Locale.ROOT).equals(word)) {
        return way;
      }
    }
    throw Order.bad("take is existing, incoming or rules.");
  }

  private Migration migration(ServerRequest request) {
    return migrations.require(request.path().pathParameters().get("m"));
  }
}
