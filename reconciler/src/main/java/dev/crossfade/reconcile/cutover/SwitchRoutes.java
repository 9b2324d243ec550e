package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Clients;
import dev.crossfade.core.cutover.Clients.Queued;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.cutover.CutoverDesk.Outcome;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import dev.crossfade.reconcile.cutover.SwitchStep.Stage;
import dev.crossfade.reconcile.cutover.SwitchStep.View;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/{m}/cutover/tenants/{tenant}/switch}: begins one tenant's switch, and tells of it. */
final class SwitchRoutes {
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final String PATH = "/v1/{m}/cutover/tenants/{tenant}/switch";

  private final Migrations migrations;
  private final Function<Migration, At> at;

  /** What answers for a migration. */
  record At(CutoverDesk desk, SwitchFacts facts) {}

  SwitchRoutes(Migrations migrations, Function<Migration, At> at) {
    this.migrations = migrations;
    this.at = at;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, OPERATORS, this::begin), Route.get(PATH, OPERATORS, this::show));
  }

  private void begin(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    At site = site(request);
    String tenant = CutoverRoutes.tenant(request);
    CutoverBody body = CutoverBody.read(request, who, Set.of("to", "reason"));
    Reads to = body.reads("to");
    if (to == null) {
      throw CutoverBody.bad("to is legacy or target.");
    }
    Outcome outcome;
    try {
      outcome = site.desk().beginSwitch(tenant, to, body.by());
    } catch (TimeoutException e) {
      throw CutoverProblem.LOG_UNREACHABLE
          .with("Kafka does not confirm it in time. Whether it counts, GET tells.")
          .exception();
    }
    if (!(outcome instanceof Outcome.Done(ControlState state))) {
      String why = outcome instanceof Outcome.NoSwitch(String told) ? told : "It cannot be done.";
      throw CutoverProblem.SWITCH_REFUSED.with(why).exception();
    }
    response.header(HeaderNames.LOCATION, request.path().rawPath());
    Responses.json(response, 202, json(site, state, tenant));
  }

  private void show(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    At site = site(request);
    ControlState state = CutoverRoutes.state(site.desk());
    Responses.json(response, 200, json(site, state, CutoverRoutes.tenant(request)));
  }

  private static ObjectNode json(At site, ControlState state, String tenant) {
    Clients clients = state.cutover().clients();
    Queued queued = clients.queued().get(tenant);
    TenantSwitch order = queued == null ? null : queued.order();
    if (order != null) {
      Stage stage = stage(site.facts(), state, order);
      return json(order, new Told("running", null, "It goes on.", stage));
    }
    TenantSwitch.Ended ended =
        clients
            .lastOf(tenant)
            .orElseThrow(
                () ->
                    CutoverProblem.SWITCH_NOT_FOUND
                        .with("The tenant was not switched, or long ago.")
                        .exception());
    Stage last = Stage.OPEN;
    for (Stage stage : Stage.values()) {
      last = stage.text().equals(ended.step()) ? stage : last;
    }
    return json(
        ended.order(),
        new Told(ended.done() ? "done" : "failed", ended.at(), ended.detail(), last));
  }

  /**
   * How it stands.
   *
   * @param stage the one that is not done, or that it ended with
   */
  private record Told(String state, @Nullable Instant endedAt, String detail, Stage stage) {}

  private static Stage stage(SwitchFacts facts, ControlState state, TenantSwitch order) {
    try {
      Compared run = order.to() == Reads.TARGET ? facts.compared(order) : null;
      TenantProof proof = facts.proof(order.tenant()).orElse(null);
      View view = new View(false, run != null, run, proof);
      return SwitchStep.next(order, state.cutover(), view) instanceof SwitchStep.End
          ? Stage.OPEN
          : SwitchStep.stage(order, view);
    } catch (FactsUnavailableException e) {
      throw CutoverProblem.FACTS_UNAVAILABLE.with(String.valueOf(e.getMessage())).exception();
    }
  }

  private static ObjectNode json(TenantSwitch order, Told told) {
    Instant endedAt = told.endedAt();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", order.id())
            .put("tenant", order.tenant())
            .put("to", order.to().text())
            .put("state", told.state())
            .put("since", order.since().toString())
            .put("endedAt", endedAt == null ? null : endedAt.toString())
            .put("by", order.by())
            .put("reason", order.reason())
            .put("detail", told.detail());
    ArrayNode steps = json.putArray("steps");
    for (Stage stage : Stage.values()) {
      boolean proves = stage == Stage.COMPARED || stage == Stage.PROVEN;
      if (order.to() == Reads.TARGET || !proves) {
        steps.addObject().put("name", stage.text()).put("state", state(stage, told));
      }
    }
    return json;
  }

  private static String state(Stage stage, Told told) {
    int there = stage.compareTo(told.stage());
    return switch (told.state()) {
      case "done" -> "done";
      case "failed" ->
          stage == Stage.OPEN || there < 0 ? "done" : there == 0 ? "failed" : "left-out";
      default -> there < 0 ? "done" : there == 0 ? "running" : "waiting";
    };
  }

  private At site(ServerRequest request) {
    return at.apply(migrations.require(request.path().pathParameters().get("m")));
  }
}
