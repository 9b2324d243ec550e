package dev.crossfade.standalone.demo.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.standalone.demo.history.WrittenEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as CloudEvents 1.0.2 over HTTP. */
final class EventWire {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private EventWire() {}

  /** A request's headers and body. */
  record Encoded(Map<String, String> headers, BodyPublisher body) {}

  /** Events with records of this version. */
  static Encoded encode(EventRequest request, int schemaVersion) {
    Map<String, String> headers = new LinkedHashMap<>();
    WrittenEvent first = request.events().getFirst();
    String body =
        switch (request.form()) {
          case STRUCTURED -> {
            headers.put("Content-Type", "application/cloudevents+json");
            yield json(first, schemaVersion);
          }
          case BATCH -> {
            headers.put("Content-Type", "application/cloudevents-batch+json");
            yield batch(request.events(), schemaVersion);
          }
          case BINARY -> {
            headers.put("Content-Type", "application/json");
            attributes(first, schemaVersion)
                .forEach((name, value) -> headers.put("ce-" + name, percent(value)));
            yield first.data() == null ? "" : first.data();
          }
        };
    byte[] bytes = body.getBytes(UTF_8);
    if (request.gzip()) {
      headers.put("Content-Encoding", "gzip");
      bytes = gzip(bytes);
    }
    return new Encoded(headers, BodyPublishers.ofByteArray(bytes));
  }

  private static String batch(List<WrittenEvent> events, int schemaVersion) {
    return events.stream()
        .map(event -> json(event, schemaVersion))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The data goes in as the text it is, so that numbers keep their spelling. */
  private static String json(WrittenEvent event, int schemaVersion) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    attributes(event, schemaVersion).forEach(node::put);
    String text = node.toString();
    return event.data() == null
        ? text
        : text.substring(0, text.length() - 1) + ",\"data\":" + event.data() + '}';
  }

  private static Map<String, String> attributes(WrittenEvent event, int schemaVersion) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", event.id());
    attributes.put("source", "/sources/" + event.source());
    attributes.put("type", event.kind().type());
    attributes.put("time", event.time());
    attributes.put("sequence", String.format(Locale.ROOT, "%020d", event.sequence()));
    var record = event.record();
    if (record != null) {
      attributes.put("subject", record.domain() + "/" + record.id());
      attributes.put("schemaversion", Integer.toString(schemaVersion));
    }
    if (event.base() != null) {
      attributes.put("base", event.base());
    }
    return attributes;
  }

  /** As the HTTP binding asks ("HTTP Header Values"): all but printable ASCII is escaped. */
  private static String percent(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (byte b : value.getBytes(UTF_8)) {
      if (b > 0x20 && b < 0x7f && b != '"' && b != '%') {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
