package dev.crossfade.standalone.load.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What a file holds. */
public enum DumpKind {
  /** The keys of a browser's store, each with its raw string. */
  STORE,
  /** A browser's store, as the service takes it: the keys under {@code entries}. */
  REQUEST,
  /** What {@code snapshot export} wrote. */
  EXPORT,
  /** A record a line. */
  LINES;

  private static final Set<String> REQUEST_MEMBERS =
      Set.of("entries", "source", "sequence", "asOf", "takenAt", "schemaVersion");
  private static final Set<String> EXPORT_MEMBERS =
      Set.of("migration", "tenant", "position", "domains");

  /**
   * The kind of a file, by its name or else by the members of its object; it is read once, and
   * never held.
   *
   * @throws IllegalArgumentException when it is none of them; the message says why
   */
  public static DumpKind of(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(ndjson|jsonl)(\\.gz)?")) {
      return LINES;
    }
    Map<String, JsonToken> members = members(file);
    if (members.get("entries") == JsonToken.START_OBJECT
        && REQUEST_MEMBERS.containsAll(members.keySet())) {
      return REQUEST;
    }
    if (members.get("domains") == JsonToken.START_OBJECT
        && members.get("migration") == JsonToken.VALUE_STRING
        && EXPORT_MEMBERS.containsAll(members.keySet())) {
      return EXPORT;
    }
    return STORE;
  }

  private static Map<String, JsonToken> members(Path file) throws IOException {
    Map<String, JsonToken> members = new LinkedHashMap<>();
    try (InputStream in = open(file);
        JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notADump(file, "it is no JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = parser.currentName();
        members.put(member, parser.nextToken());
        parser.skipChildren();
      }
      return members;
    } catch (JacksonException e) {
      throw notADump(file, "it is no JSON: " + e.getOriginalMessage());
    }
  }

  static IllegalArgumentException notADump(Path file, String why) {
    return new IllegalArgumentException(
        file
            + " is no dump: "
            + why
            + ".\n"
            + "In the browser's console, copy(JSON.stringify(localStorage)) makes one. A record a"
            + " line goes into a file called *.ndjson.");
  }

  /** The file's content; uncompressed where its name ends with {@code .gz}. */
  static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
    return file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(in, 64 * 1024) : in;
  }
}
