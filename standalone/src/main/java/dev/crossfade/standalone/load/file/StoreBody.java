package dev.crossfade.standalone.load.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A browser's store as the service takes it. */
public final class StoreBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LARGEST = 16L * 1024 * 1024;

  private final ObjectNode body;

  private StoreBody(ObjectNode body) {
    this.body = body;
  }

  /**
   * What is said on the command line; each stands above what the file says. Null for nothing.
   *
   * @param takenAt RFC 3339
   */
  public record Told(
      @Nullable String source,
      @Nullable Long sequence,
      @Nullable String asOf,
      @Nullable String takenAt,
      @Nullable Integer schemaVersion) {}

  /**
   * Reads a dump; a value that is no string is taken as its JSON, as a store would hold it.
   *
   * @param request whether the keys lie under {@code entries}
   * @throws IllegalArgumentException when it is no dump, or too large; the message says so
   */
  public static StoreBody read(Path file, boolean request, Told told) throws IOException {
    JsonNode content;
    try (InputStream in = DumpKind.open(file)) {
      content = JSON.readTree(in.readNBytes((int) LARGEST + 1));
    } catch (JacksonException e) {
      throw DumpKind.notADump(
          file, "it is no JSON, or larger than 16 MiB: " + e.getOriginalMessage());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (request) {
      for (String member :
          new String[] {"source", "sequence", "asOf", "takenAt", "schemaVersion"}) {
        if (content.has(member)) {
          body.set(member, content.path(member));
        }
      }
    }
    put(body, "source", told.source());
    put(body, "asOf", told.asOf());
    put(body, "takenAt", told.takenAt());
    if (told.sequence() != null) {
      body.put("sequence", told.sequence());
    }
    if (told.schemaVersion() != null) {
      body.put("schemaVersion", told.schemaVersion());
    }
    ObjectNode entries = body.putObject("entries");
    JsonNode keys = request ? content.path("entries") : content;
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      JsonNode value = key.getValue();
      entries.put(
          key.getKey(), value.isString() ? value.stringValue() : JSON.writeValueAsString(value));
    }
    return new StoreBody(body);
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /** Whose store it is; null where neither the file nor the command line says so. */
  public @Nullable String source() {
    return body.path("source").isString() ? body.path("source").stringValue() : null;
  }

  /** The same of another source. */
  public StoreBody withSource(String source) {
    return new StoreBody(body.deepCopy().put("source", source));
  }

  /** The request's body. */
  public byte[] bytes() {
    return JSON.writeValueAsBytes(body);
  }
}
