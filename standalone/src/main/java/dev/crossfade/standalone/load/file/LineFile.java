package dev.crossfade.standalone.load.file;

import dev.crossfade.core.json.Json;
import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A file with a record a line. Empty lines, and lines that end a tenant, are passed over. */
public final class LineFile implements RecordSource {
  private static final int LONGEST = 4 * 1024 * 1024;

  private final InputStream in;
  private final long total;
  private long row;

  private LineFile(InputStream in, long total) {
    this.in = in;
    this.total = total;
  }

  /** Counts the lines, and begins to read them. */
  public static LineFile open(Path file) throws IOException {
    long lines = 0;
    try (LineFile counting = new LineFile(DumpKind.open(file), -1)) {
      ByteArrayOutputStream line = counting.line();
      while (line != null) {
        lines += line.size() == 0 ? 0 : 1;
        line = counting.line();
      }
    }
    return new LineFile(DumpKind.open(file), lines);
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    while (true) {
      ByteArrayOutputStream line = line();
      if (line == null) {
        return null;
      }
      row += line.size() == 0 ? 0 : 1;
      if (line.size() > LONGEST) {
        return new SourceRecord.Unreadable("", row, "the line is longer than 4 MiB");
      }
      if (line.size() == 0) {
        continue;
      }
      byte[] bytes = line.toByteArray();
      JsonNode json = parse(bytes);
      if (!json.has("end") || json.has("data")) {
        return new SourceRecord.Line(text(json, "tenant"), text(json, "domain"), bytes);
      }
    }
  }

  /** What cannot be read goes to the server as it is, which tells what is wrong with it. */
  private static JsonNode parse(byte[] line) {
    try {
      return Json.mapper(1).readTree(line);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static @Nullable String text(JsonNode line, String member) {
    return line.path(member).isString() ? line.path(member).stringValue() : null;
  }

  /** The next line, of which at most a little more than the longest is held; null at the end. */
  private @Nullable ByteArrayOutputStream line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() <= LONGEST && next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
