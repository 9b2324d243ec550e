package dev.crossfade.core.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of the control log, in the same CloudEvents form as the others. {@code fromVersion} is
 * the version that its writer decided it from: compare-and-set.
 *
 * @param id unique; its writer knows by it which event was its own
 * @param writer who wrote it, a URI reference such as {@code /services/ingest}
 */
public record ControlEvent(
    String id, String writer, String type, Instant time, long fromVersion, ObjectNode data) {
  private static final int MAX_VERSION_DIGITS = 18;

  /** The message to append to the control topic. */
  public Message encode(String migration) {
    return new Message(
        CanonicalJson.array(List.of(migration)),
        List.of(
            header("ce_specversion", Attributes.SPEC_VERSION),
            header("ce_id", id),
            header("ce_source", writer),
            header("ce_type", type),
            header("ce_time", time.toString()),
            header("ce_fromversion", Long.toString(fromVersion)),
            header("content-type", "application/json")),
        Json.MAPPER.writeValueAsBytes(data));
  }

  /** The inverse; null where the message is no control event. */
  public static @Nullable ControlEvent decode(Message message) {
    String id = text(message, "ce_id");
    String writer = text(message, "ce_source");
    String type = text(message, "ce_type");
    String time = text(message, "ce_time");
    String version = text(message, "ce_fromversion");
    byte[] value = message.value();
    if (id == null || writer == null || type == null || value == null) {
      return null;
    }
    if (text(message, "ce_specversion") == null) {
      return null;
    }
    Instant at = time == null ? null : Attributes.parseTime(time);
    if (at == null || version == null || !isVersion(version)) {
      return null;
    }
    try {
      JsonNode data = Json.parse(value);
      return data instanceof ObjectNode object
          ? new ControlEvent(id, writer, type, at, Long.parseLong(version), object)
          : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_VERSION_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }

  private static @Nullable String text(Message message, String name) {
    String found = null;
    for (Header header : message.headers()) {
      byte[] bytes = header.value();
      if (header.name().equals(name)) {
        found = bytes == null ? null : Utf8.decode(bytes);
      }
    }
    return found;
  }
}
