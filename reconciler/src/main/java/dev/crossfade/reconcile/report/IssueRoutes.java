package dev.crossfade.reconcile.report;

import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.IssueList;
import dev.crossfade.reconcile.run.Run;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a run found, page by page, and what operators decide of it. */
final class IssueRoutes {
  private static final int MOST = 10_000;

  private final Desk desk;
  private final Repairs repairs;

  IssueRoutes(Desk desk, Repairs repairs) {
    this.desk = desk;
    this.repairs = repairs;
  }

  List<Route> routes() {
    return List.of(
        Route.get(RunRoutes.ONE + "/issues", RunRoutes.OPERATORS, this::list),
        Route.post(RunRoutes.ONE + "/accept", RunRoutes.OPERATORS, this::accept),
        Route.post(RunRoutes.ONE + "/repair", RunRoutes.OPERATORS, this::repair));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who) {
    Query query =
        Query.read(request.query(), Set.of("limit", "after", "type", "domain", "tenant", "state"));
    Desk.Known migration = desk.migration(request);
    Run run = desk.run(request, migration, who);
    IssueList.Filter filter =
        new IssueList.Filter(
            null,
            query.text("type"),
            query.text("domain"),
            query.text("tenant"),
            state(query.text("state")));
    List<Issue> found =
        IssueList.of(
            desk.store().reads().dsl(), run.id(), filter, query.after(), query.limit() + 1);
    boolean more = found.size() > query.limit();
    List<Issue> page = more ? found.subList(0, query.limit()) : found;
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode issues = body.putArray("issues");
    page.forEach(issue -> issues.add(ReportJson.issue(issue)));
    body.put("next", more ? Long.toString(page.getLast().turn()) : null);
    Responses.json(response, 200, body);
  }

  private static Issue.@Nullable State state(@Nullable String word) {
    Issue.State state = word == null ? null : Issue.State.ofWord(word);
    if (word != null && state == null) {
      throw Query.bad("state is confirmed, accepted or repaired.");
    }
    return state;
  }

  /** What a request is about, and why it asks. */
  private record Order(Run run, List<Issue> issues, boolean named, String by, String reason) {}

  private Order order(ServerRequest request, Identity who) throws IOException {
    Desk.Known migration = desk.migration(request);
    Body body = Body.read(request, Set.of("issues", "reason"));
    String reason = body.reason();
    List<UUID> ids = null;
    if (!body.is("issues", "all")) {
      Set<String> named = body.names("issues", MOST);
      if (named == null) {
        throw Body.bad("issues is a list of their ids, or \"all\".");
      }
      ids = new ArrayList<>();
      for (String one : named) {
        ids.add(
            Desk.uuid(one).orElseThrow(() -> Body.bad("issues holds what is no id of an issue.")));
      }
    }
    Run run = desk.run(request, migration, who);
    List<Issue> issues =
        IssueList.of(
            desk.store().reads().dsl(),
            run.id(),
            new IssueList.Filter(ids, null, null, null, null),
            null,
            MOST);
    return new Order(run, issues, ids != null, Body.actor(who), reason);
  }

  private void accept(ServerRequest request, ServerResponse response, Identity who)
      throws IOException {
    Order order = order(request, who);
    int done = 0;
    for (Issue issue : order.issues()) {
      boolean accepted =
          issue.state() == Issue.State.ACCEPTED
              || IssueList.accept(
                  desk.store().reads().dsl(), issue.id(), order.by(), order.reason(), desk.now());
      done += accepted ? 1 : 0;
    }
    answer(response, order.issues().size(), done);
  }

  private void repair(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Order order = order(request, who);
    Desk.Known migration = desk.migration(request);
    int done =
        repairs.send(
            migration.migration(),
            order.issues(),
            order.named(),
            new Repairs.By(order.by(), order.reason()));
    answer(response, order.issues().size(), done);
  }

  private static void answer(ServerResponse response, int matched, int done) {
    Responses.json(
        response,
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("matched", matched)
            .put("done", done)
            .put("left", matched - done));
  }
}
