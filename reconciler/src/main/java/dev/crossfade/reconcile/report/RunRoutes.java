package dev.crossfade.reconcile.report;

import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.reconcile.run.Conclusion;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.IssueList;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunOrder;
import dev.crossfade.reconcile.run.Runs;
import dev.crossfade.reconcile.run.Scope;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/{m}/reconciliations}: asks for runs, and answers with reports. */
final class RunRoutes {
  static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  static final String ALL = "/v1/{m}/reconciliations";
  static final String ONE = ALL + "/{id}";

  private static final int MOST_WAITING = 100;
  private static final int RETRY_AFTER_SECONDS = 30;
  private static final int EXPORTED = 10_000;
  private static final Header NO_STORE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
  private static final Header BY_ACCEPT =
      HeaderValues.createCached(HeaderNames.VARY, "Accept, Authorization");
  private static final Header POLICY =
      HeaderValues.createCached("Content-Security-Policy", Page.POLICY);
  private static final Header NO_SNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_REFERRER =
      HeaderValues.createCached("Referrer-Policy", "no-referrer");

  private final Desk desk;
  private final Set<Level> levels;
  private final Runnable wake;

  /**
   * @param levels those that can be compared
   * @param wake tells that there is something to do
   */
  RunRoutes(Desk desk, Set<Level> levels, Runnable wake) {
    this.desk = desk;
    this.levels = levels;
    this.wake = wake;
  }

  List<Route> routes() {
    return List.of(
        Route.post(ALL, OPERATORS, this::create),
        Route.get(ALL, OPERATORS, this::list),
        Route.get(ONE, OPERATORS, this::report),
        Route.get(ONE + "/compare", OPERATORS, this::compare),
        Route.post(ONE + "/cancel", OPERATORS, this::cancel));
  }

  private void create(ServerRequest request, ServerResponse response, Identity who)
      throws IOException {
    Desk.Known migration = desk.migration(request);
    Body body = Body.read(request, Set.of("level", "tenants", "domains", "sources", "values"));
    Level level = level(body, levels);
    Set<String> sources = body.names("sources", Scope.MAX_TENANTS);
    if (sources != null && level != Level.SNAPSHOT) {
      throw Body.bad("sources belong to the level snapshot.");
    }
    Scope scope =
        new Scope(
            Reach.of(who).tenants(body.names("tenants", Scope.MAX_TENANTS)),
            body.names("domains", Scope.MAX_TENANTS),
            sources);
    if (Runs.waiting(desk.store().reads().dsl(), migration.id()) >= MOST_WAITING) {
      throw ReportProblem.TOO_MANY_RECONCILIATIONS
          .with("They are done one at a time. Come again when some have ended.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    RunOrder order = new RunOrder(level, scope, body.flag("values", true), Body.actor(who), null);
    Run run = Runs.submit(desk.store().reads().dsl(), migration.id(), order, desk.now());
    wake.run();
    response.header(
        HeaderValues.create(
            HeaderNames.LOCATION,
            "/v1/" + migration.migration().name() + "/reconciliations/" + run.id()));
    Responses.json(response, 202, ReportJson.of(read(migration, run, Report.ISSUES), desk.now()));
  }

  /** The level that is asked for; {@code digest} where none is. */
  static Level level(Body body, Set<Level> levels) {
    String word = body.text("level");
    Level level = word == null ? Level.DIGEST : Level.ofWord(word);
    if (level == null) {
      throw Body.bad("level is digest, rows or snapshot.");
    }
    if (!levels.contains(level)) {
      throw ReportProblem.LEVEL_NOT_AVAILABLE
          .with("This version cannot compare the level " + level.word() + ".")
          .exception();
    }
    return level;
  }

  private Report read(Desk.Known migration, Run run, int issues) {
    return desk.store()
        .reads()
        .snapshot(
            db ->
                Report.read(
                    db,
                    migration.migration().name(),
                    Runs.find(db, migration.id(), run.id()).orElse(run),
                    issues));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who) {
    Query query = Query.read(request.query(), Set.of("limit", "after"));
    Desk.Known migration = desk.migration(request);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = body.putArray("reconciliations");
    Long before = query.after();
    Reach reach = Reach.of(who);
    boolean more = true;
    while (more && shown.size() < query.limit()) {
      int wanted = query.limit() - shown.size();
      List<Run> page = Runs.list(desk.store().reads().dsl(), migration.id(), before, wanted);
      more = page.size() == wanted;
      for (Run run : page) {
        before = run.turn();
        if (reach.covers(run)) {
          shown.add(ReportJson.head(run));
        }
      }
    }
    body.put("next", more && before != null ? before.toString() : null);
    Responses.json(response, 200, body);
  }

  private void report(ServerRequest request, ServerResponse response, Identity who) {
    Query.read(request.query(), Set.of());
    Desk.Known migration = desk.migration(request);
    Run run = desk.run(request, migration, who);
    response.header(NO_STORE).header(BY_ACCEPT).header(NO_SNIFF);
    switch (Offered.of(request)) {
      case JSON ->
          Responses.json(
              response, 200, ReportJson.of(read(migration, run, Report.ISSUES), desk.now()));
      case HTML -> {
        response.header(POLICY).header(NO_REFERRER);
        Responses.text(
            response,
            200,
            "text/html; charset=utf-8",
            ReportHtml.of(read(migration, run, Report.ISSUES), desk.now()));
      }
      case CSV -> {
        response.header(
            HeaderValues.create(
                HeaderNames.CONTENT_DISPOSITION,
                "attachment; filename=\"reconciliation-" + run.id() + ".csv\""));
        Responses.text(
            response, 200, "text/csv; charset=utf-8", ReportCsv.of(read(migration, run, EXPORTED)));
      }
    }
  }

  private void compare(ServerRequest request, ServerResponse response, Identity who) {
    Query query = Query.read(request.query(), Set.of("with"));
    Desk.Known migration = desk.migration(request);
    Run run = desk.run(request, migration, who);
    String with = query.text("with");
    if (with == null) {
      throw Query.bad("with is the id of an other reconciliation.");
    }
    Run other = desk.run(with, migration, who);
    boolean laterIsOther = other.turn() > run.turn();
    Run earlier = laterIsOther ? run : other;
    Run later = laterIsOther ? other : run;
    IssueList.Change change =
        desk.store()
            .reads()
            .snapshot(db -> IssueList.between(db, earlier.id(), later.id(), Report.ISSUES));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("earlier", ReportJson.head(earlier));
    body.set("later", ReportJson.head(later));
    fill(body.putArray("new"), change.appeared());
    fill(body.putArray("gone"), change.gone());
    fill(body.putArray("still"), change.stays());
    Responses.json(response, 200, body);
  }

  private static void fill(ArrayNode into, List<Issue> issues) {
    issues.forEach(issue -> into.add(ReportJson.issue(issue)));
  }

  private void cancel(ServerRequest request, ServerResponse response, Identity who)
      throws IOException {
    Body.read(request, Set.of());
    Desk.Known migration = desk.migration(request);
    Run run = desk.run(request, migration, who);
    desk.store()
        .reads()
        .transaction(t -> Conclusion.cancel(t.dsl(), run, Body.actor(who), desk.now()));
    wake.run();
    Responses.json(response, 200, ReportJson.of(read(migration, run, Report.ISSUES), desk.now()));
  }
}
