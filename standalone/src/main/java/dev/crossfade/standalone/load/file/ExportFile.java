package dev.crossfade.standalone.load.file;

import dev.crossfade.core.json.Json;
import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The records of a file that {@code snapshot export} wrote, read one by one. */
public final class ExportFile implements RecordSource {
  // The object of the file, its domains, and the array of one of them.
  private static final int AROUND = 3;
  private static final JsonMapper JSON = Json.mapper(AROUND);

  private final Path file;
  private final JsonParser parser;
  private final @Nullable String tenant;
  private @Nullable String domain;

  /**
   * What stands above the records.
   *
   * @param tenant null where the file names none
   * @param position what was applied before the first record was read; null before the first event
   */
  public record Head(String migration, @Nullable String tenant, @Nullable String position) {}

  private ExportFile(Path file, JsonParser parser, @Nullable String tenant) {
    this.file = file;
    this.parser = parser;
    this.tenant = tenant;
  }

  /** Reads what stands above the records. */
  public static Head head(Path file) throws IOException {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    try (InputStream in = DumpKind.open(file);
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          head.put(name, parser.getString());
        }
        parser.skipChildren();
      }
    } catch (JacksonException e) {
      throw broken(file, e);
    }
    return new Head(
        head.path("migration").stringValue(),
        head.path("tenant").isString() ? head.path("tenant").stringValue() : null,
        head.path("position").isString() ? head.path("position").stringValue() : null);
  }

  /**
   * Begins to read.
   *
   * @param tenant whose they are from now on; null to leave that to the token
   */
  // Closed with what is returned.
  @SuppressWarnings("resource")
  public static ExportFile open(Path file, @Nullable String tenant) throws IOException {
    JsonParser parser = JSON.createParser(DumpKind.open(file));
    try {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean domains = parser.currentName().equals("domains");
        parser.nextToken();
        if (domains) {
          return new ExportFile(file, parser, tenant);
        }
        parser.skipChildren();
      }
      throw new IllegalArgumentException(file + " has no domains.");
    } catch (JacksonException e) {
      throw broken(file, e);
    }
  }

  private static IOException broken(Path file, JacksonException e) {
    return new IOException(file + " cannot be read: " + e.getOriginalMessage(), e);
  }

  @Override
  public long total() {
    return -1;
  }

  /** A domain is a list of records, or an object of them by id where they do not hold it. */
  @Override
  public @Nullable SourceRecord next() throws IOException {
    try {
      while (true) {
        JsonToken token = parser.nextToken();
        String inside = domain;
        switch (token) {
          case null -> {
            return null;
          }
          case PROPERTY_NAME -> {
            String name = parser.currentName();
            parser.nextToken();
            if (inside != null) {
              return line(inside, name, Json.parse(parser));
            }
            domain = name;
          }
          case START_OBJECT -> {
            return line(String.valueOf(inside), null, Json.parse(parser));
          }
          case END_ARRAY -> domain = null;
          case END_OBJECT -> {
            if (inside == null) {
              return null;
            }
            domain = null;
          }
          default -> throw new IOException(file + " holds what is no record.");
        }
      }
    } catch (JacksonException e) {
      throw broken(file, e);
    }
  }

  private SourceRecord.Line line(String ofDomain, @Nullable String id, JsonNode data) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    if (tenant != null) {
      line.put("tenant", tenant);
    }
    line.put("domain", ofDomain);
    if (id != null) {
      line.put("id", id);
    }
    line.set("data", data);
    return new SourceRecord.Line(tenant, ofDomain, JSON.writeValueAsBytes(line));
  }

  @Override
  public void close() {
    parser.close();
  }
}
