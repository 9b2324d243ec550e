package dev.crossfade.reconcile.report;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.identity.Identity;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request: a JSON object of members that its route knows, and no other. */
final class Body {
  private static final int MAX = 4 * 1024 * 1024;
  private static final BodyReader BODIES = new BodyReader(MAX, MAX);

  private final ObjectNode object;

  private Body(ObjectNode object) {
    this.object = object;
  }

  /**
   * Reads it; a request without one is an empty object.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-order}, 413, 415
   */
  static Body read(ServerRequest request, Set<String> members) throws IOException {
    byte[] bytes = BODIES.read(request);
    ObjectNode object = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : parse(bytes);
    for (String name : object.propertyNames()) {
      if (!members.contains(name)) {
        throw bad("The members are " + String.join(", ", new TreeSet<>(members)) + ".");
      }
    }
    return new Body(object);
  }

  private static ObjectNode parse(byte[] bytes) {
    try {
      if (Utf8.checkJson(bytes) == null
          && Json.MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException | NumberFormatException e) {
      // Its message may quote the body.
    }
    throw bad("The body is a JSON object in UTF-8.");
  }

  /** A text; null where it is not there. */
  @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString() || JsonRules.checkText(value.stringValue()) != null) {
      throw bad(name + " is a text that can be stored.");
    }
    return value.stringValue();
  }

  /** Whether it is so; as told where the body does not say. */
  boolean flag(String name, boolean otherwise) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw bad(name + " is true or false.");
    }
    return value.booleanValue();
  }

  /** A whole number that has to be there. */
  long number(String name, long least, long most) {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw bad(name + " is a whole number from " + least + " to " + most + ".");
    }
    return value.longValue();
  }

  /** Names, each not empty; null where they are not there. */
  @Nullable Set<String> names(String name, int most) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isArray() || value.isEmpty() || value.size() > most) {
      throw bad(name + " is null, or a list of 1 to " + most + " names.");
    }
    Set<String> names = new TreeSet<>();
    for (JsonNode one : value) {
      if (!one.isString() || Limits.checkId(one.stringValue()) != null) {
        throw bad(name + " holds what is no name.");
      }
      names.add(one.stringValue());
    }
    return names;
  }

  /** Whether it is this very word. */
  boolean is(String name, String word) {
    return object.path(name).isString() && object.path(name).stringValue().equals(word);
  }

  /** Why: at most 1,000 characters, and never nothing. */
  String reason() {
    String reason = text("reason");
    String fault = reason == null ? "is missing" : Limits.checkReason(reason);
    if (reason == null || fault != null) {
      throw bad("reason " + fault + ".");
    }
    return reason;
  }

  /** Who asks, as it is noted. */
  static String actor(Identity who) {
    String sub = who.sub();
    String cut = sub.length() > Limits.MAX_ACTOR ? sub.substring(0, Limits.MAX_ACTOR) : sub;
    return Limits.checkActor(cut) == null ? cut : "unnamed";
  }

  /** What is wrong with it, as an answer. */
  static RuntimeException bad(String detail) {
    return ReportProblem.BAD_ORDER.with(detail).exception();
  }
}
