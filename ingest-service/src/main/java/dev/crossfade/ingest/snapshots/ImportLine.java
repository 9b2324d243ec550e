package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.ingest.admit.Refusal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A line of an import. */
sealed interface ImportLine {
  /** A record; whether there is such a domain is not known yet. */
  record Row(@Nullable String tenant, String domain, @Nullable String id, Document data)
      implements ImportLine {}

  /** Nothing more comes of a tenant: these were all its records, by domain. */
  record End(@Nullable String tenant, Map<String, Long> records) implements ImportLine {
    public End {
      records = Map.copyOf(records);
    }
  }

  /** Neither. */
  record Unreadable(@Nullable String tenant, Refusal refusal, Violation what)
      implements ImportLine {}

  /** Reads a line; every fault is an {@link Unreadable}. */
  static ImportLine read(byte[] line) {
    String fault = Utf8.checkJson(line);
    return fault != null
        ? new Unreadable(null, Refusal.NOT_UTF_8, new Violation("", fault))
        : new Reader(line).read();
  }

  /** Reads one line. */
  final class Reader {
    private static final JsonMapper LINE = Json.mapper(1);

    private final byte[] line;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private @Nullable Document data;
    private @Nullable Map<String, Long> end;
    private @Nullable Violation fault;

    private Reader(byte[] line) {
      this.line = line;
    }

    private ImportLine read() {
      try (JsonParser parser = LINE.createParser(line)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return malformed(new Violation("", "is not a JSON object"));
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          member(name, parser, parser.nextToken());
        }
        if (parser.nextToken() != null) {
          return malformed(new Violation("", "has something behind the JSON object"));
        }
      } catch (JacksonException e) {
        Violation what = new Violation("", "is not well-formed JSON that can be read here");
        return new Unreadable(null, JsonFaults.of(e), what);
      }
      return line();
    }

    private ImportLine line() {
      String tenant = texts.get("tenant");
      String domain = texts.get("domain");
      String id = texts.get("id");
      Violation wrong = fault;
      Map<String, Long> ended = end;
      Document record = data;
      if (wrong != null) {
        return malformed(wrong);
      }
      if (ended != null) {
        return domain == null && id == null && record == null
            ? new End(tenant, ended)
            : malformed(new Violation("/end", "stands beside a record"));
      }
      if (domain == null) {
        return malformed(new Violation("/domain", "is missing"));
      }
      if (record == null) {
        return malformed(new Violation("/data", "is missing: the record"));
      }
      String bad = id == null ? null : Limits.checkId(id);
      return bad == null
          ? new Row(tenant, domain, id, record)
          : malformed(new Violation("/id", bad));
    }

    private Unreadable malformed(Violation what) {
      return new Unreadable(texts.get("tenant"), Refusal.MALFORMED_LINE, what);
    }

    private void member(String name, JsonParser parser, JsonToken token) {
      switch (name) {
        case "tenant", "domain", "id" -> text(name, parser, token);
        case "data" -> data(parser, token);
        case "end" -> end(parser, token);
        default -> wrong(parser, "", "has a member that a line does not have");
      }
    }

    private void text(String name, JsonParser parser, JsonToken token) {
      if (token == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getString());
      } else if (token != JsonToken.VALUE_NULL) {
        wrong(parser, "/" + name, "is not a string");
      }
    }

    private void data(JsonParser parser, JsonToken token) {
      if (token != JsonToken.START_OBJECT) {
        wrong(parser, "/data", "is not a JSON object");
        return;
      }
      // The very bytes that were sent go into the log: numbers keep their spelling.
      int from = (int) parser.currentTokenLocation().getByteOffset();
      ObjectNode tree = (ObjectNode) Json.parse(parser);
      int to = (int) parser.currentLocation().getByteOffset();
      data = Document.parsed(Arrays.copyOfRange(line, from, to), tree);
    }

    private void end(JsonParser parser, JsonToken token) {
      Map<String, Long> counts = new LinkedHashMap<>();
      if (token != JsonToken.START_OBJECT) {
        wrong(parser, "/end", "is not an object of numbers by domain");
        return;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String domain = parser.currentName();
        boolean sound =
            parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 0;
        if (sound) {
          counts.put(domain, parser.getLongValue());
        } else {
          wrong(parser, "/end", "has other than whole numbers from 0");
        }
      }
      end = counts;
    }

    private void wrong(JsonParser parser, String pointer, String detail) {
      parser.skipChildren();
      fault = fault == null ? new Violation(pointer, detail) : fault;
    }
  }
}
