package dev.crossfade.sync.pause;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.control.ControlState.Pause;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.log.ControlLog.Appended;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.resolve.Order;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET} and {@code PUT /v1/{m}/sync}: whether applying is paused, and its switch. */
public final class PauseRoutes {
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TRIES = 10;
  private static final int RETRY_AFTER_SECONDS = 2;

  private final Migrations migrations;

  public PauseRoutes(Migrations migrations) {
    this.migrations = migrations;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/sync", OPERATORS, this::show),
        Route.put("/v1/{m}/sync", OPERATORS, this::change));
  }

  private void show(ServerRequest request, ServerResponse response, Identity who) {
    Responses.json(response, 200, json(control(request).state().pause()));
  }

  private void change(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    PauseOrder order = PauseOrder.read(request);
    ControlLog control = control(request);
    String by = Order.actor(who);
    try {
      Responses.json(response, 200, json(decide(control, order, by).pause()));
    } catch (TimeoutException e) {
      throw ReadProblem.LOG_UNREACHABLE
          .with("Kafka does not confirm it in time. Whether it counts, GET tells.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
  }

  /** The state behind it. Who asks for what is so already leaves no event. */
  private static ControlState decide(ControlLog control, PauseOrder order, String by)
      throws InterruptedException, TimeoutException {
    if (!control.awaitEnd(PATIENCE)) {
      throw new TimeoutException("the control topic cannot be read");
    }
    ControlState state = control.state();
    for (int i = 0; i < MAX_TRIES; i++) {
      if ((state.pause() != null) == order.paused()) {
        return state;
      }
      Appended appended =
          control.append(
              state,
              order.paused() ? ControlState.SYNC_PAUSED : ControlState.SYNC_RESUMED,
              ControlState.syncSwitched(by, order.reason()),
              PATIENCE);
      state =
          switch (appended) {
            case Appended.Counted counted -> counted.state();
            case Appended.Lost lost -> lost.state();
          };
    }
    throw new TimeoutException("others write to the control topic all the time");
  }

  private ControlLog control(ServerRequest request) {
    return migrations.require(request.path().pathParameters().get("m")).control();
  }

  private static ObjectNode json(@Nullable Pause pause) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("paused", pause != null);
    json.put("since", pause == null ? null : pause.since().toString());
    json.put("by", pause == null ? null : pause.by());
    return json.put("reason", pause == null ? null : pause.reason());
  }
}
