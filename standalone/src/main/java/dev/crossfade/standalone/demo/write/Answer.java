package dev.crossfade.standalone.demo.write;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server said to a request of events. */
sealed interface Answer {
  /**
   * Each event was taken or refused.
   *
   * @param positions null where the event was refused
   * @param problems null where it was taken, in the order of the events
   */
  record Settled(List<@Nullable String> positions, List<@Nullable String> problems)
      implements Answer {
    boolean refused(int index) {
      return positions.get(index) == null;
    }
  }

  /** To be sent again as it is. */
  record Again() implements Answer {}

  /** Nobody expected this. */
  record Unexpected(int status, String body) implements Answer {}

  /** Reads the answer to a request of so many events. */
  static Answer read(int status, byte[] body, int events) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> new Again();
      case 202, 207, 422, 400 -> read(status, body, events, parse(body));
      default -> new Unexpected(status, text(body));
    };
  }

  private static Answer read(int status, byte[] body, int events, JsonNode json) {
    JsonNode results = json.path("results");
    List<@Nullable String> positions = new ArrayList<>(events);
    List<@Nullable String> problems = new ArrayList<>(events);
    if (results.size() != events) {
      if (events != 1 || status < 400) {
        return new Unexpected(status, text(body));
      }
      positions.add(null);
      problems.add(json.toString());
      return new Settled(positions, problems);
    }
    for (JsonNode result : results) {
      boolean accepted = result.path("status").asString("").equals("accepted");
      positions.add(accepted ? result.path("position").stringValue() : null);
      problems.add(accepted ? null : result.path("problem").toString());
    }
    return new Settled(positions, problems);
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  private static String text(byte[] body) {
    String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }
}
