package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.event.Limits;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Handler;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.cutover.CutoverDesk.Outcome;
import dev.crossfade.reconcile.cutover.CutoverJson.Standing;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/{m}/cutover}: what it is, and its changes, for operators. */
public final class CutoverRoutes {
  private static final Logger log = LoggerFactory.getLogger(CutoverRoutes.class);
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final String PATH = "/v1/{m}/cutover";
  private static final String TENANT = PATH + "/tenants/{tenant}";
  private static final Set<String> CHANGE =
      Set.of("mode", "percentage", "basisPoints", "plan", "reason", "force");

  private final Migrations migrations;
  private final Function<Migration, CutoverDesk> desks;

  /**
   * Over these migrations.
   *
   * @param desks the desk of each, always the same
   */
  public CutoverRoutes(Migrations migrations, Function<Migration, CutoverDesk> desks) {
    this.migrations = migrations;
    this.desks = desks;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, OPERATORS, this::show),
        Route.put(PATH, OPERATORS, asked(this::change)),
        Route.post(PATH + "/rollback", OPERATORS, asked(this::rollBack)),
        Route.post(PATH + "/finish", OPERATORS, asked(this::finish)),
        Route.put(PATH + "/capture", OPERATORS, asked(this::capture)),
        Route.get(TENANT, OPERATORS, this::explain),
        Route.put(TENANT, OPERATORS, asked(this::pin)));
  }

  /** Something that is asked for. */
  private interface Asked {
    Outcome by(CutoverDesk desk, ServerRequest request, Identity who)
        throws IOException, InterruptedException, TimeoutException;
  }

  private Handler asked(Asked asked) {
    return (request, response, who) -> {
      CutoverDesk desk = desk(request);
      try {
        answer(desk, request, response, asked.by(desk, request, who));
      } catch (TimeoutException e) {
        throw CutoverProblem.LOG_UNREACHABLE
            .with("Kafka does not confirm it in time. Whether it counts, GET tells.")
            .exception();
      } catch (FactsUnavailableException e) {
        throw unavailable(e);
      }
    };
  }

  private Outcome change(CutoverDesk desk, ServerRequest request, Identity who)
      throws IOException, InterruptedException, TimeoutException {
    CutoverOrder order = CutoverBody.read(request, who, CHANGE).change();
    String tag = request.headers().first(HeaderNames.IF_MATCH).orElse(null);
    if (tag == null) {
      throw CutoverProblem.IF_MATCH_MISSING
          .with(
              "A change names the version that it was decided from: If-Match with the ETag of GET.")
          .exception();
    }
    return desk.change(order, version(tag));
  }

  private Outcome rollBack(CutoverDesk desk, ServerRequest request, Identity who)
      throws IOException, InterruptedException, TimeoutException {
    return desk.rollBack(CutoverBody.read(request, who, Set.of("reason", "to", "mode")).rollBack());
  }

  private Outcome finish(CutoverDesk desk, ServerRequest request, Identity who)
      throws IOException, InterruptedException, TimeoutException {
    return desk.finish(CutoverBody.read(request, who, Set.of("reason")).by());
  }

  private Outcome capture(CutoverDesk desk, ServerRequest request, Identity who)
      throws IOException, InterruptedException, TimeoutException {
    CutoverBody body = CutoverBody.read(request, who, Set.of("reason", "capture"));
    return desk.capture(body.capture(), body.by());
  }

  private Outcome pin(CutoverDesk desk, ServerRequest request, Identity who)
      throws IOException, InterruptedException, TimeoutException {
    CutoverBody body = CutoverBody.read(request, who, Set.of("reason", "reads"));
    Reads reads = body.reads("reads");
    String tag = request.headers().first(HeaderNames.IF_MATCH).orElse(null);
    return desk.pin(tenant(request), reads, body.by(), tag == null ? null : version(tag));
  }

  private void show(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    CutoverDesk desk = desk(request);
    shown(desk, response, state(desk).cutover());
  }

  private void explain(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    CutoverDesk desk = desk(request);
    String tenant = tenant(request);
    Cutover cutover = state(desk).cutover();
    String source = request.query().first("source").orElse(null);
    Responses.json(
        response,
        200,
        CutoverJson.explain(cutover, desk.facts().proof(tenant).orElse(null), tenant, source));
  }

  private void answer(
      CutoverDesk desk, ServerRequest request, ServerResponse response, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done(ControlState state) -> {
        boolean ofTenant = request.path().pathParameters().contains("tenant");
        if (ofTenant) {
          String tenant = tenant(request);
          TenantProof proof = desk.facts().proof(tenant).orElse(null);
          tagged(response, state.cutover());
          Responses.json(response, 200, CutoverJson.explain(state.cutover(), proof, tenant, null));
        } else {
          shown(desk, response, state.cutover());
        }
      }
      case Outcome.Moved(ControlState state) -> {
        tagged(response, state.cutover());
        Responses.problem(
            response,
            CutoverProblem.CUTOVER_MOVED.with(
                "It is at version " + state.cutover().version() + ": look at it, and ask again."),
            "current",
            CutoverJson.brief(state.cutover()));
      }
      case Outcome.Closed(Gate gate, List<Gate> gates) ->
          Responses.problem(
              response,
              CutoverProblem.GATE_CLOSED.with("Gate " + gate.name() + ". " + gate.detail()),
              "gates",
              CutoverJson.gates(gates));
      case Outcome.Refused(String why) -> throw CutoverProblem.NOT_IN_TARGET.with(why).exception();
      case Outcome.NoSwitch(String why) ->
          throw CutoverProblem.SWITCH_REFUSED.with(why).exception();
      case Outcome.NoWayBack(String why) -> throw CutoverBody.bad(why);
    }
  }

  private static void shown(CutoverDesk desk, ServerResponse response, Cutover cutover) {
    tagged(response, cutover);
    Responses.json(response, 200, CutoverJson.of(cutover, standing(desk, cutover)));
  }

  /** What was done stays done where the rest cannot be asked: going back needs no database. */
  private static @Nullable Standing standing(CutoverDesk desk, Cutover cutover) {
    Share next = nextOf(cutover);
    try {
      return new Standing(desk.gates(cutover, next), desk.facts().cohort(cutover, next));
    } catch (FactsUnavailableException e) {
      log.warn("The gates cannot be asked: {}", e.getMessage());
      return null;
    }
  }

  /** Whom the gates are asked about: the plan's next step, or all. */
  private static Share nextOf(Cutover cutover) {
    Share planned = RampStep.target(cutover);
    return planned == null ? new Share(Mode.TARGET, cutover.share().basisPoints()) : planned;
  }

  private static void tagged(ServerResponse response, Cutover cutover) {
    response.header(HeaderNames.ETAG, "\"" + cutover.version() + "\"");
  }

  /** The version that a tag names; one that never was where it names none. */
  private static long version(String tag) {
    if (tag.matches("\"[0-9]{1,18}\"")) {
      return Long.parseLong(tag, 1, tag.length() - 1, 10);
    }
    return -1;
  }

  static ControlState state(CutoverDesk desk) throws InterruptedException {
    try {
      return desk.now();
    } catch (TimeoutException e) {
      throw CutoverProblem.LOG_UNREACHABLE
          .with("The control topic cannot be read now.")
          .exception();
    }
  }

  private static RuntimeException unavailable(FactsUnavailableException e) {
    return CutoverProblem.FACTS_UNAVAILABLE.with(String.valueOf(e.getMessage())).exception();
  }

  static String tenant(ServerRequest request) {
    String tenant = request.path().pathParameters().get("tenant");
    String fault = Limits.checkId(tenant);
    if (fault != null) {
      throw CutoverBody.bad("The tenant " + fault + ".");
    }
    return tenant;
  }

  private CutoverDesk desk(ServerRequest request) {
    return desks.apply(migrations.require(request.path().pathParameters().get("m")));
  }
}
