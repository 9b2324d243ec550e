package dev.crossfade.ingest.client;

import dev.crossfade.core.json.Json;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.problem.Problem;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenFeature Remote Evaluation Protocol 0.3, so that any OpenFeature client can ask where to
 * read. Thread-safe.
 */
final class OfrepHandler {
  static final String STREAM = "/ofrep/v1/stream";

  private static final int MAX_BODY = 64 * 1024;
  private static final int INACTIVITY_SECONDS = 120;

  private final ServedDecisions served;
  private final Listeners listeners;
  private final StreamTicket tickets;
  private final BodyReader bodies = new BodyReader(MAX_BODY, MAX_BODY);

  OfrepHandler(ServedDecisions served, Listeners listeners, StreamTicket tickets) {
    this.served = served;
    this.listeners = listeners;
    this.tickets = tickets;
  }

  /** One flag. */
  void one(ServerRequest request, ServerResponse response, Identity who) throws IOException {
    String key = request.path().pathParameters().get("key");
    Decisions decisions = served.find(OfrepFlag.migration(key));
    if (decisions == null) {
      var unknown = new OfrepFault(OfrepFault.Code.FLAG_NOT_FOUND, "There is no such flag.");
      Responses.json(response, 404, unknown.json(key));
      return;
    }
    try {
      OfrepContext context = context(request, who);
      Told told = decisions.answer(context.tenant(), context.source());
      Responses.json(response, 200, OfrepFlag.json(decisions.name(), told));
    } catch (OfrepFault e) {
      Responses.json(response, 400, e.json(key));
    }
  }

  /** All flags. One that is not known yet does not keep the others from being told. */
  void all(ServerRequest request, ServerResponse response, Identity who) throws IOException {
    try {
      OfrepContext context = context(request, who);
      ArrayNode flags = flags(context, true);
      String tag = Tagged.tag(Json.MAPPER.writeValueAsBytes(flags));
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("flags", flags);
      body.putObject("metadata");
      ObjectNode stream = body.putArray("eventStreams").addObject();
      stream.put("type", "sse");
      stream.putObject("endpoint").put("requestUri", STREAM + "?ticket=" + tickets.issue(context));
      stream.put("inactivityDelaySec", INACTIVITY_SECONDS);
      // The ticket is left out of the tag: another one is no other answer.
      new Tagged(Json.MAPPER.writeValueAsBytes(body), tag).send(request, response);
    } catch (OfrepFault e) {
      Responses.json(response, 400, e.json(null));
    }
  }

  private OfrepContext context(ServerRequest request, Identity who) throws IOException, OfrepFault {
    JsonBody.require(request);
    OfrepContext context = OfrepContext.read(bodies.read(request));
    if (!who.has(Role.OPERATOR) && !context.tenant().equals(who.tenant())) {
      throw Refusal.TENANT_MISMATCH
          .problem("targetingKey is the caller's tenant: only an operator names another.")
          .exception();
    }
    return context;
  }

  private ArrayNode flags(OfrepContext context, boolean counted) {
    ArrayNode flags = JsonNodeFactory.instance.arrayNode();
    boolean known = served.all().stream().anyMatch(Decisions::known);
    for (Decisions decisions : served.all()) {
      String name = decisions.name();
      if (known && !decisions.known()) {
        var fault = new OfrepFault(OfrepFault.Code.GENERAL, "Not known yet. Ask again.");
        flags.add(fault.json(OfrepFlag.key(name)));
      } else {
        Told told =
            counted
                ? decisions.answer(context.tenant(), context.source())
                : decisions.decide(context.tenant(), context.source());
        flags.add(OfrepFlag.json(name, told));
      }
    }
    return flags;
  }

  /** Says that the flags changed; a client then asks for them with its token. */
  void stream(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    OfrepContext context =
        request.query().contains("ticket") ? tickets.open(request.query().get("ticket")) : null;
    if (context == null) {
      throw Problem.of(
              401,
              "unauthenticated",
              "The caller is not known",
              "The ticket is not one of this process, or over. Evaluate again for another.")
          .exception("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
    try (Listener listener = listeners.listen(context.tenant())) {
      EventStream.run(response, listener, new Refetches(context));
    }
  }

  /** At once, since a change may have come before; then whenever the flags are others. */
  private final class Refetches implements Supplier<@Nullable String> {
    private final OfrepContext context;
    private String last = "";

    Refetches(OfrepContext context) {
      this.context = context;
    }

    @Override
    public @Nullable String get() {
      String tag = Tagged.tag(Json.MAPPER.writeValueAsBytes(flags(context, false)));
      if (tag.equals(last)) {
        return null;
      }
      last = tag;
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.put("type", "refetchEvaluation").put("etag", tag);
      return EventStream.event("message", tag, Json.MAPPER.writeValueAsString(data));
    }
  }
}
