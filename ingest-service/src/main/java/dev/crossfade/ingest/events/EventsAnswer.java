package dev.crossfade.ingest.events;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.Judged;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.ingest.append.Appended;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.problem.Problem;
import io.helidon.webserver.http.ServerResponse;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one answer for all events of a request: 202 when all are in the log, 207 when some were
 * refused, the problem itself for a single event, and for a batch without any that was accepted a
 * 422 that has the results too. 503 says nothing of single events, since all are sent again.
 */
final class EventsAnswer {
  private static final int ACCEPTED = 202;
  private static final int MULTI_STATUS = 207;
  private static final int RETRY_AFTER_SECONDS = 2;

  private final List<Judged> judged;
  private final boolean batch;

  EventsAnswer(List<Judged> judged, boolean batch) {
    this.judged = judged;
    this.batch = batch;
  }

  void send(ServerResponse response, Appended appended) {
    switch (appended) {
      case Appended.Unavailable() ->
          throw Refusal.LOG_UNAVAILABLE
              .problem("The log did not acknowledge in time. Send the request again as it is.")
              .withRetryAfter(RETRY_AFTER_SECONDS)
              .exception();
      case Appended.Acknowledged(List<Position> positions) -> send(response, positions);
    }
  }

  private void send(ServerResponse response, List<Position> positions) {
    if (!positions.isEmpty() || judged.isEmpty()) {
      int status = positions.size() == judged.size() ? ACCEPTED : MULTI_STATUS;
      Responses.json(response, status, Json.MAPPER.writeValueAsBytes(body(positions)));
    } else if (!batch && judged.getFirst() instanceof Judged.Refused refused) {
      Responses.problem(response, refused.problem());
    } else {
      Problem problem =
          Refusal.NO_EVENT_ACCEPTED.problem("The results say of each event what is wrong.");
      ObjectNode body = json(problem);
      body.set("results", results(positions));
      Responses.text(response, problem.status(), "application/problem+json", body.toString());
    }
  }

  private ObjectNode body(List<Position> positions) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("results", results(positions));
    Position highest = highest(positions);
    body.put("position", highest == null ? null : highest.toString());
    return body;
  }

  /** Null where an importer's events went to several partitions: no position is behind them all. */
  private static @Nullable Position highest(List<Position> positions) {
    Position highest = null;
    for (Position position : positions) {
      if (highest != null && highest.partition() != position.partition()) {
        return null;
      }
      highest = highest == null || position.offset() > highest.offset() ? position : highest;
    }
    return highest;
  }

  private ArrayNode results(List<Position> positions) {
    ArrayNode results = JsonNodeFactory.instance.arrayNode(judged.size());
    Iterator<Position> next = positions.iterator();
    for (Judged each : judged) {
      ObjectNode result = results.addObject();
      switch (each) {
        case Judged.Admitted(ChangeEvent event) ->
            result
                .put("id", event.envelope().id())
                .put("status", "accepted")
                .put("position", next.next().toString());
        case Judged.Refused refused ->
            result
                .put("id", refused.id())
                .put("status", "rejected")
                .set("problem", json(refused.problem()));
      }
    }
    return results;
  }

  private static ObjectNode json(Problem problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", problem.uri());
    json.put("title", problem.title());
    json.put("status", problem.status());
    if (problem.detail() != null) {
      json.put("detail", problem.detail());
    }
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      for (Problem.Error error : problem.errors()) {
        errors.addObject().put("detail", error.detail()).put("pointer", error.pointer());
      }
    }
    return json;
  }
}
