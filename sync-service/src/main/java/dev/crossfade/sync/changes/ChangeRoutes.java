package dev.crossfade.sync.changes;

import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.read.AppliedWait;
import dev.crossfade.sync.read.ListQuery;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.read.TenantScope;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/{m}/changes}: as JSON, or as server-sent events for who accepts these. */
public final class ChangeRoutes {
  private static final Access READERS =
      Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);
  private static final HeaderName LAST_EVENT = HeaderNames.create("Last-Event-ID");
  private static final String EVENTS = "text/event-stream";
  private static final Header AS_EVENTS =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, EVENTS);
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
  // A proxy that collects an answer before it hands it on would hold back every event.
  private static final Header NOT_COLLECTED = HeaderValues.createCached("X-Accel-Buffering", "no");
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final int PAGE_OF_STREAM = 200;

  private final Migrations migrations;
  private final SyncStore store;
  private final AppliedWait applied;
  private final ChangeReader reader;
  private final ChangeWatch watch;

  public ChangeRoutes(
      Migrations migrations, SyncStore store, AppliedWait applied, ChangeWatch watch) {
    this.migrations = migrations;
    this.store = store;
    this.applied = applied;
    this.reader = new ChangeReader(store);
    this.watch = watch;
  }

  public List<Route> routes() {
    return List.of(Route.get("/v1/{m}/changes", READERS, this::changes));
  }

  private void changes(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    TenantScope of = TenantScope.of(request, who.requireTenant(), migrations, store);
    ListQuery query = ListQuery.read(request.query(), Set.of());
    boolean stream = asEvents(request);
    String last = stream ? request.headers().first(LAST_EVENT).orElse(null) : null;
    Position after = position(of, last != null ? last.strip() : query.after());
    applied.await(request, of.partition());
    if (stream) {
      stream(of, after, response);
    } else {
      response.header(NO_CACHE);
      Responses.json(response, 200, json(reader.page(of, after, query.limit())));
    }
  }

  private static boolean asEvents(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.ACCEPT)
        .map(accepted -> accepted.toLowerCase(Locale.ROOT).contains(EVENTS))
        .orElse(false);
  }

  private static @Nullable Position position(TenantScope of, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Position position = Position.parse(text);
    if (position == null || position.partition() != of.partition().partition()) {
      throw ReadProblem.BAD_POSITION
          .with("after, or Last-Event-ID, takes a position as an answer for this tenant gave it.")
          .exception();
    }
    return position;
  }

  private static ObjectNode json(ChangePage page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode changes = body.putArray("changes");
    page.changes().forEach(change -> changes.add(change.json()));
    body.put("position", page.position() == null ? null : page.position().toString());
    return body.put("more", page.more());
  }

  private void stream(TenantScope of, @Nullable Position after, ServerResponse response)
      throws IOException, InterruptedException {
    try (ChangeListener listener =
        watch
            .listen(of.partition(), of.tenant())
            .orElseThrow(
                () ->
                    ReadProblem.TOO_MANY_STREAMS
                        .with("As many listen as this process serves. Nothing is lost: ask again.")
                        .withRetryAfter(RETRY_AFTER_SECONDS)
                        .exception())) {
      response.header(AS_EVENTS).header(NO_CACHE).header(NOT_COLLECTED);
      try (OutputStream out = response.outputStream()) {
        new ChangeStream(listener, from -> reader.page(of, from, PAGE_OF_STREAM), out).run(after);
      }
    }
  }
}
