package dev.crossfade.reconcile.cutover;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.cutover.Readiness.Device;
import dev.crossfade.reconcile.cutover.Readiness.Page;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/{m}/cutover/readiness}: who could go back now. */
final class ReadinessRoutes {
  private static final Access OPERATORS = Access.roles(Role.OPERATOR, Role.ADMIN);
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  private final Migrations migrations;
  private final Function<Migration, At> at;

  /** What answers for a migration. */
  record At(CutoverDesk desk, Readiness readiness) {}

  ReadinessRoutes(Migrations migrations, Function<Migration, At> at) {
    this.migrations = migrations;
    this.at = at;
  }

  List<Route> routes() {
    return List.of(Route.get("/v1/{m}/cutover/readiness", OPERATORS, this::show));
  }

  private void show(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    At site = at.apply(migrations.require(request.path().pathParameters().get("m")));
    int limit = limit(request.query().first("limit").orElse(null));
    SourceKey after = after(request.query().first("after").orElse(null));
    Cutover cutover = CutoverRoutes.state(site.desk()).cutover();
    try {
      Responses.json(response, 200, json(site.readiness().page(cutover, after, limit)));
    } catch (FactsUnavailableException e) {
      throw CutoverProblem.FACTS_UNAVAILABLE.with(String.valueOf(e.getMessage())).exception();
    }
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return LIMIT;
    }
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CutoverBody.bad("limit is a number from 1 to " + MAX_LIMIT + ".");
    }
    return limit;
  }

  private static @Nullable SourceKey after(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      SourceKey key = Observation.source(Base64.getUrlDecoder().decode(text.getBytes(UTF_8)));
      if (key != null) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw CutoverBody.bad("after is next of the page before.");
  }

  static ObjectNode json(Page page) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("devices", page.devices())
            .put("ready", page.ready())
            .put("unknown", page.unknown());
    ArrayNode list = json.putArray("list");
    page.some().forEach(device -> list.add(json(device)));
    SourceKey last = page.more() ? page.some().getLast().key() : null;
    return json.put(
        "next",
        last == null
            ? null
            : Base64.getUrlEncoder().withoutPadding().encodeToString(Observation.key(last)));
  }

  private static ObjectNode json(Device device) {
    Observation told = device.latest();
    Position seen = told == null ? null : told.seen();
    Position applied = device.applied();
    return JsonNodeFactory.instance
        .objectNode()
        .put("tenant", device.key().tenant())
        .put("source", device.key().source())
        .put("state", device.state().name().toLowerCase(Locale.ROOT))
        .put("reads", device.reads().text())
        .put("lastSeen", told == null ? null : told.at().toString())
        .put("unsent", told == null ? null : Long.valueOf(told.unsent()))
        .put("seen", seen == null ? null : seen.toString())
        .put("applied", applied == null ? null : applied.toString());
  }
}
