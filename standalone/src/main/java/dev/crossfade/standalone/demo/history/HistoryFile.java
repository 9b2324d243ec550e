package dev.crossfade.standalone.demo.history;

import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history as JSON lines: {@code event} when one is first sent, {@code sent} for each attempt,
 * {@code answered} for each answer. The caller sees to it that one thread writes at a time.
 */
final class HistoryFile implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final BufferedWriter out;

  private HistoryFile(BufferedWriter out) {
    this.out = out;
  }

  static HistoryFile create(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return new HistoryFile(Files.newBufferedWriter(file));
  }

  void sent(long request, List<WrittenEvent> events) {
    write(naming("sent", request, events));
  }

  void first(WrittenEvent event) {
    write(line(event));
  }

  void answered(long request, List<WrittenEvent> events, List<@Nullable String> positions) {
    ObjectNode line = naming("answered", request, events);
    ArrayNode array = line.putArray("positions");
    positions.forEach(array::add);
    write(line);
  }

  private static ObjectNode naming(String what, long request, List<WrittenEvent> events) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put(what, request);
    line.put("tenant", events.getFirst().tenant()).put("source", events.getFirst().source());
    ArrayNode ids = line.putArray("ids");
    events.forEach(event -> ids.add(event.id()));
    return line;
  }

  private static ObjectNode line(WrittenEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("event", event.id());
    line.put("tenant", event.tenant()).put("source", event.source());
    line.put("sequence", event.sequence()).put("kind", event.kind().word());
    RecordName record = event.record();
    if (record != null) {
      line.put("domain", record.domain()).put("record", record.id());
      line.put("owner", record.source());
    }
    return line.put("time", event.time()).put("base", event.base()).put("data", event.data());
  }

  private void write(ObjectNode line) {
    try {
      out.write(line.toString());
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void read(Path file, History into) throws IOException {
    List<WrittenEvent> fresh = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        JsonNode line;
        try {
          line = JSON.readTree(text);
        } catch (JacksonException e) {
          return;
        }
        read(line, fresh, into);
      }
    }
  }

  private static void read(JsonNode line, List<WrittenEvent> fresh, History into) {
    if (line.has("event")) {
      fresh.add(event(line));
    } else if (line.has("sent")) {
      into.sent(line.get("sent").longValue(), named(line, fresh, into));
      fresh.clear();
    } else {
      List<@Nullable String> positions = new ArrayList<>();
      for (JsonNode position : line.path("positions")) {
        positions.add(position.isNull() ? null : position.stringValue());
      }
      into.answered(line.path("answered").longValue(), named(line, fresh, into), positions);
    }
  }

  private static List<WrittenEvent> named(JsonNode line, List<WrittenEvent> fresh, History into) {
    String tenant = line.path("tenant").stringValue();
    String source = line.path("source").stringValue();
    List<WrittenEvent> events = new ArrayList<>();
    for (JsonNode id : line.path("ids")) {
      WrittenEvent event = into.event(tenant, source, id.stringValue());
      if (event == null) {
        event =
            fresh.stream()
                .filter(one -> one.id().equals(id.stringValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an event without its line"));
      }
      events.add(event);
    }
    return events;
  }

  private static WrittenEvent event(JsonNode line) {
    JsonNode domain = line.get("domain");
    return new WrittenEvent(
        line.path("tenant").stringValue(),
        line.path("source").stringValue(),
        line.path("sequence").longValue(),
        line.path("event").stringValue(),
        Kind.ofWord(line.path("kind").stringValue()),
        domain == null
            ? null
            : new RecordName(
                domain.stringValue(), line.path("record").stringValue(), text(line.path("owner"))),
        line.path("time").stringValue(),
        text(line.path("base")),
        text(line.path("data")));
  }

  private static @Nullable String text(JsonNode value) {
    return value.isString() ? value.stringValue() : null;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
