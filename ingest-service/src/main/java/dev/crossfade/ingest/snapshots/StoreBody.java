package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Utf8;
import dev.crossfade.core.legacy.Slice;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.Refusal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * A browser's store as it was posted: what it says of itself, and where in the body each of its
 * entries lies. No entry is copied or unescaped. One {@link #read} a body; not thread-safe.
 */
final class StoreBody {
  private static final int MAX_KEYS = 100_000;
  private static final int MAX_KEY_LENGTH = 64 * 1024;
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1_000)
                  .maxNameLength(MAX_KEY_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Many keys are no attack here: their number is bounded.
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private final byte[] body;
  private final Fields fields = new Fields();
  private final Map<String, Slice> entries = new LinkedHashMap<>();
  private boolean hasEntries;
  private @Nullable String source;
  private @Nullable Long sequence;
  private @Nullable Position asOf;
  private @Nullable String takenAt;
  private @Nullable Integer schemaVersion;

  private StoreBody(byte[] body) {
    this.body = body;
  }

  /**
   * Reads and checks all of it.
   *
   * @throws dev.crossfade.kit.problem.ProblemException where it cannot be read as a store
   */
  static StoreBody read(byte[] body) {
    String fault = Utf8.checkJson(body);
    if (fault != null) {
      throw Refusal.NOT_UTF_8.problem("The body " + fault + ".").exception();
    }
    StoreBody store = new StoreBody(body);
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
      store.read(parser);
    } catch (JacksonException e) {
      throw JsonFaults.of(e).problem(JsonFaults.where(e)).exception();
    }
    store.check();
    return store;
  }

  private void read(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.MALFORMED_JSON.problem("A store is sent as a JSON object.").exception();
    }
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (!seen.add(name)) {
        throw twice();
      }
      member(name, parser, parser.nextToken());
    }
    if (parser.nextToken() != null) {
      throw Refusal.MALFORMED_JSON.problem("Something follows the JSON.").exception();
    }
  }

  private static RuntimeException twice() {
    return Refusal.DUPLICATE_NAME.problem("A name stands twice in one JSON object.").exception();
  }

  private void member(String name, JsonParser parser, JsonToken token) {
    switch (name) {
      case "source" -> source = text(name, parser, token);
      case "takenAt" -> takenAt = text(name, parser, token);
      case "sequence" -> sequence = number(name, parser, token, Long.MAX_VALUE);
      case "schemaVersion" -> {
        Long version = number(name, parser, token, Integer.MAX_VALUE);
        schemaVersion = version == null ? null : version.intValue();
      }
      case "asOf" -> {
        String text = text(name, parser, token);
        asOf = text == null ? null : Position.parse(text);
        if (text != null && asOf == null) {
          fields.fault(name, "is no position as an answer of this service holds it");
        }
      }
      case "entries" -> entries(parser, token);
      default -> {
        parser.skipChildren();
        fields.fault("", "has a member that a store does not have");
      }
    }
  }

  private @Nullable String text(String name, JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    wrong(name, parser, "is not a string");
    return null;
  }

  private @Nullable Long number(String name, JsonParser parser, JsonToken token, long most) {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      boolean fits =
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue() >= 0 && parser.getLongValue() <= most;
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> false;
          };
      if (fits) {
        return parser.getLongValue();
      }
    }
    wrong(name, parser, "is not a whole number from 0 to " + most);
    return null;
  }

  private void wrong(String name, JsonParser parser, String detail) {
    parser.skipChildren();
    fields.fault(name, detail);
  }

  private void entries(JsonParser parser, JsonToken token) {
    hasEntries = true;
    if (token != JsonToken.START_OBJECT) {
      wrong("entries", parser, "is not an object of strings");
      return;
    }
    boolean sound = true;
    JsonToken next = parser.nextToken();
    while (next == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      next = parser.nextToken();
      int behind = (int) parser.currentTokenLocation().getByteOffset();
      if (value != JsonToken.VALUE_STRING) {
        sound = false;
      } else if (entries.size() == MAX_KEYS) {
        throw Refusal.TOO_MANY_KEYS
            .problem("A store has at most " + MAX_KEYS + " keys.")
            .exception();
      } else if (entries.put(key, new Slice(body, start, stringEnd(behind))) != null) {
        throw twice();
      }
    }
    if (!sound) {
      fields.fault("entries", "has a value that is no string: each key has its raw string");
    }
  }

  /** Only white space and a comma lie between a string and what comes next. */
  private int stringEnd(int next) {
    int end = next;
    while (body[end - 1] != '"') {
      end--;
    }
    return end;
  }

  private void check() {
    fields.source(source);
    fields.takenAt(takenAt);
    fields.oneOfSequenceAndAsOf(sequence != null, asOf != null);
    if (!hasEntries) {
      fields.fault("entries", "is missing: the keys of the store with their raw strings");
    }
    fields.require();
  }

  String source() {
    return fields.source(source);
  }

  @Nullable Instant takenAt() {
    return fields.takenAt(takenAt);
  }

  @Nullable Integer schemaVersion() {
    return schemaVersion;
  }

  /** What the source counts, where it counts. */
  Watermark watermark() {
    if (sequence != null) {
      return new Watermark.Through(sequence);
    }
    return asOf == null ? Watermark.UNKNOWN : new Watermark.AsOf(asOf);
  }

  /** Each key with its string as it stands in the body, quotation marks and escapes included. */
  Map<String, Slice> entries() {
    return entries;
  }
}
