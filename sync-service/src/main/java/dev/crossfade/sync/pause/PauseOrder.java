package dev.crossfade.sync.pause;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.sync.read.ReadProblem;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked for.
 *
 * @param reason for a person; may be empty where applying is to go on
 */
record PauseOrder(boolean paused, String reason) {
  private static final int MAX_BODY = 16 * 1024;
  private static final int MAX_REASON = 1_000;
  private static final BodyReader BODIES = new BodyReader(MAX_BODY, MAX_BODY);
  private static final Set<String> MEMBERS = Set.of("paused", "reason");

  /**
   * Reads it; a member that is not known is refused.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-order}
   */
  static PauseOrder read(ServerRequest request) throws IOException {
    ObjectNode body = parse(BODIES.read(request));
    JsonNode paused = body.path("paused");
    JsonNode reason = body.path("reason");
    if (!MEMBERS.containsAll(body.propertyNames()) || !paused.isBoolean()) {
      throw bad("The members are paused, true or false, and reason.");
    }
    if (!reason.isMissingNode() && !reason.isString()) {
      throw bad("reason is a text.");
    }
    String text = reason.isString() ? reason.stringValue().strip() : "";
    if (text.length() > MAX_REASON || JsonRules.checkText(text) != null) {
      throw bad("reason has at most 1,000 characters, and only such as can be stored.");
    }
    if (paused.booleanValue() && text.isEmpty()) {
      throw bad("reason is missing: who finds it paused wants to know why.");
    }
    return new PauseOrder(paused.booleanValue(), text);
  }

  private static ObjectNode parse(byte[] body) {
    try {
      if (Json.parse(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Its message may quote the body.
    }
    throw bad("The body is a JSON object.");
  }

  private static RuntimeException bad(String detail) {
    return ReadProblem.BAD_ORDER.with(detail).exception();
  }
}
