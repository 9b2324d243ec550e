package dev.crossfade.reconcile.report;

import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Schedules;
import dev.crossfade.reconcile.run.Schedules.Schedule;
import dev.crossfade.reconcile.run.Scope;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code …/reconciliations/schedules}: runs that are asked for again and again. */
final class ScheduleRoutes {
  private static final String ALL = RunRoutes.ALL + "/schedules";
  private static final String ONE = ALL + "/{name}";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final long SHORTEST = 60;
  private static final long LONGEST = Duration.ofDays(366).toSeconds();

  private final Desk desk;
  private final Set<Level> levels;

  ScheduleRoutes(Desk desk, Set<Level> levels) {
    this.desk = desk;
    this.levels = levels;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, RunRoutes.OPERATORS, this::list),
        Route.get(ONE, RunRoutes.OPERATORS, this::get),
        Route.put(ONE, RunRoutes.OPERATORS, this::put),
        Route.delete(ONE, RunRoutes.OPERATORS, this::remove));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who) {
    Desk.Known migration = desk.migration(request);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("schedules");
    for (Schedule one : Schedules.list(desk.store().reads().dsl(), migration.id())) {
      if (covers(who, one)) {
        all.add(json(one));
      }
    }
    Responses.json(response, 200, body);
  }

  private void get(ServerRequest request, ServerResponse response, Identity who) {
    Desk.Known migration = desk.migration(request);
    Responses.json(response, 200, json(require(request, migration, who)));
  }

  private void put(ServerRequest request, ServerResponse response, Identity who)
      throws IOException {
    Desk.Known migration = desk.migration(request);
    String name = request.path().pathParameters().get("name");
    if (!NAME.matcher(name).matches()) {
      throw Body.bad("The name of a schedule has 1 to 64 of the characters a-z 0-9 -.");
    }
    Body body = Body.read(request, Set.of("level", "tenants", "domains", "everySeconds"));
    var db = desk.store().reads().dsl();
    List<Schedule> there = Schedules.list(db, migration.id());
    Schedule before =
        there.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (before != null && !covers(who, before)) {
      throw ReportProblem.TENANT_MISMATCH.with("The schedule is not the caller's.").exception();
    }
    if (before == null && there.size() >= Schedules.MOST) {
      throw Body.bad("A migration has at most " + Schedules.MOST + " schedules.");
    }
    Duration every = Duration.ofSeconds(body.number("everySeconds", SHORTEST, LONGEST));
    Schedule schedule =
        new Schedule(
            name,
            RunRoutes.level(body, levels),
            new Scope(
                Reach.of(who).tenants(body.names("tenants", Scope.MAX_TENANTS)),
                body.names("domains", Scope.MAX_TENANTS),
                null),
            every,
            Body.actor(who),
            desk.now().plus(every));
    Schedules.put(db, migration.id(), schedule, desk.now());
    Responses.json(response, 200, json(schedule));
  }

  private void remove(ServerRequest request, ServerResponse response, Identity who) {
    Desk.Known migration = desk.migration(request);
    Schedule schedule = require(request, migration, who);
    Schedules.remove(desk.store().reads().dsl(), migration.id(), schedule.name());
    Responses.empty(response, 204);
  }

  private Schedule require(ServerRequest request, Desk.Known migration, Identity who) {
    String name = request.path().pathParameters().get("name");
    return Schedules.find(desk.store().reads().dsl(), migration.id(), name)
        .filter(schedule -> covers(who, schedule))
        .orElseThrow(
            () ->
                ReportProblem.SCHEDULE_NOT_FOUND
                    .with("There is no schedule of this name.")
                    .exception());
  }

  private static boolean covers(Identity who, Schedule schedule) {
    String tenant = Reach.of(who).tenant();
    return tenant == null || Set.of(tenant).equals(schedule.scope().tenants());
  }

  private static ObjectNode json(Schedule schedule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", schedule.name());
    json.put("level", schedule.level().word());
    names(json, "tenants", schedule.scope().tenants());
    names(json, "domains", schedule.scope().domains());
    json.put("everySeconds", schedule.every().toSeconds());
    json.put("requestedBy", schedule.by());
    return json.put("nextAt", schedule.next().toString());
  }

  private static void names(ObjectNode json, String name, @Nullable Set<String> names) {
    if (names == null) {
      json.putNull(name);
    } else {
      names.forEach(json.putArray(name)::add);
    }
  }
}
