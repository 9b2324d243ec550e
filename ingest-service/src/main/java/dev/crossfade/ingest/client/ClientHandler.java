package dev.crossfade.ingest.client;

import dev.crossfade.core.json.Json;
import dev.crossfade.kit.identity.Identity;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/{m}/client} and its stream. Thread-safe. */
final class ClientHandler {
  private final ServedDecisions served;
  private final Listeners listeners;

  ClientHandler(ServedDecisions served, Listeners listeners) {
    this.served = served;
    this.listeners = listeners;
  }

  void answer(ServerRequest request, ServerResponse response, Identity who) {
    Decisions decisions = served.require(request.path().pathParameters().get("m"));
    DeviceQuery device = DeviceQuery.read(request.query());
    Told told = decisions.answer(who.requireTenant(), device.source());
    Tagged.of(told.json()).send(request, response);
  }

  void stream(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Decisions decisions = served.require(request.path().pathParameters().get("m"));
    DeviceQuery device = DeviceQuery.read(request.query());
    String tenant = who.requireTenant();
    try (Listener listener = listeners.listen(tenant)) {
      EventStream.run(response, listener, new Changes(decisions, tenant, device.source()));
    }
  }

  /** The present answer, then each that says something else. */
  private static final class Changes implements Supplier<@Nullable String> {
    private final Decisions decisions;
    private final String tenant;
    private final String source;
    private @Nullable Told last;

    Changes(Decisions decisions, String tenant, String source) {
      this.decisions = decisions;
      this.tenant = tenant;
      this.source = source;
    }

    @Override
    public @Nullable String get() {
      Told told = decisions.decide(tenant, source);
      if (last != null && last.says(told)) {
        return null;
      }
      last = told;
      Tagged tagged = Tagged.of(told.json());
      return EventStream.event("client", tagged.tag(), Json.MAPPER.writeValueAsString(told.json()));
    }
  }
}
