package dev.crossfade.core.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one configuration of the JSON parser: exact decimals, no duplicate names, bounded depth and
 * numbers, nothing behind the value. Thread-safe.
 */
public final class Json {
  /** The deepest nesting of a record's data, its own object being the first level. */
  public static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER_LENGTH = 1_000;
  private static final int MAX_NAME_LENGTH = 1_024;
  private static final String EXPONENT_TOO_LARGE = "a number's exponent is too large";

  /**
   * Reads and writes trees; a floating-point number becomes an exact decimal. For bytes from
   * outside use {@link #parse(byte[])}.
   */
  public static final JsonMapper MAPPER = mapper(0);

  /** As {@link #MAPPER}, for what was made here of data that had passed: it may nest deeper. */
  public static final JsonMapper STORED = mapper(1_000);

  private Json() {}

  /** As {@link #MAPPER}, for data that lies so many levels deep in something around it. */
  public static JsonMapper mapper(int around) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + around)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Errors must not quote a user's data.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * Parses one value in strict UTF-8 with nothing behind it; every fault is a {@link
   * JacksonException}.
   */
  public static JsonNode parse(byte[] body) {
    String fault = Utf8.checkJson(body);
    if (fault != null) {
      throw new MalformedException(fault);
    }
    try {
      return MAPPER.readTree(body);
    } catch (NumberFormatException e) {
      throw new MalformedException(EXPONENT_TOO_LARGE);
    }
  }

  /** Reads the value that the parser stands on; every fault is a {@link JacksonException}. */
  public static JsonNode parse(JsonParser parser) {
    try {
      return parser.readValueAsTree();
    } catch (NumberFormatException e) {
      // Jackson lets this one through, for an exponent beyond the range of int.
      throw new MalformedException(EXPONENT_TOO_LARGE);
    }
  }

  /** The bytes are no JSON that can be read here. */
  public static final class MalformedException extends JacksonException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }
}
