package dev.crossfade.sync.resolve;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.sync.read.ReadProblem;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an operator's request asks for: a JSON object of members that its route knows. */
public final class Order {
  private static final int MAX_BODY = 1024 * 1024;
  private static final BodyReader BODIES = new BodyReader(MAX_BODY, MAX_BODY);

  /** A record's data is one level below the request. */
  private static final JsonMapper MAPPER = Json.mapper(1);

  private final ObjectNode body;

  private Order(ObjectNode body) {
    this.body = body;
  }

  /**
   * Reads it; a request without a body is an empty object.
   *
   * @param members those that there may be
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-order}, 413, 415
   */
  public static Order read(ServerRequest request, Set<String> members) throws IOException {
    byte[] bytes = BODIES.read(request);
    if (bytes.length == 0) {
      return new Order(JsonNodeFactory.instance.objectNode());
    }
    Order order = new Order(parse(bytes));
    order.checkMembers(members);
    return order;
  }

  private static ObjectNode parse(byte[] bytes) {
    try {
      if (dev.crossfade.core.json.Utf8.checkJson(bytes) == null
          && MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException | NumberFormatException e) {
      // Its message may quote the body.
    }
    throw bad("The body is a JSON object in UTF-8, of records nested no deeper than others.");
  }

  private void checkMembers(Set<String> members) {
    for (String name : body.propertyNames()) {
      if (!members.contains(name)) {
        throw bad("The members are " + String.join(", ", members.stream().sorted().toList()) + ".");
      }
    }
  }

  /** A text; null where it is not there, or empty. */
  public @Nullable String text(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    String text = value.isString() ? value.stringValue() : null;
    if (text == null || JsonRules.checkText(text) != null) {
      throw bad(name + " is a text that can be stored.");
    }
    return text.isEmpty() ? null : text;
  }

  /** A text that has to be there. */
  public String requireText(String name) {
    String text = text(name);
    if (text == null) {
      throw bad(name + " is missing.");
    }
    return text;
  }

  /** Why: at most 1,000 characters, and never nothing. */
  public String reason() {
    String reason = requireText("reason");
    String fault = Limits.checkReason(reason);
    if (fault != null) {
      throw bad("reason " + fault + ".");
    }
    return reason;
  }

  /** True or false, which has to be there. */
  public boolean requireFlag(String name) {
    JsonNode value = body.path(name);
    if (!value.isBoolean()) {
      throw bad(name + " is true or false.");
    }
    return value.booleanValue();
  }

  /** An object; null where it is not there. */
  public @Nullable ObjectNode object(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw bad(name + " is a JSON object.");
  }

  /** The filter: an object of these members, each a text; empty where it is not there. */
  public Order filter(Set<String> members) {
    ObjectNode filter = object("filter");
    Order order = new Order(filter == null ? JsonNodeFactory.instance.objectNode() : filter);
    order.checkMembers(members);
    return order;
  }

  /** Who asks, as the log notes it. */
  public static String actor(Identity who) {
    String sub = who.sub();
    String cut = sub.length() > Limits.MAX_ACTOR ? sub.substring(0, Limits.MAX_ACTOR) : sub;
    return Limits.checkActor(cut) == null ? cut : "unnamed";
  }

  /** What is wrong with a request, as an answer. */
  public static RuntimeException bad(String detail) {
    return ReadProblem.BAD_ORDER.with(detail).exception();
  }
}
