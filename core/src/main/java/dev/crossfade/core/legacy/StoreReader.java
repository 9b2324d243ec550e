package dev.crossfade.core.legacy;

import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Walks one JSON value and tells which bytes each part of it has; builds no tree. As strict as
 * {@link Json}, but for the limits of a single record: whoever takes a record out of a store checks
 * those, so that one bad record spoils no other.
 */
final class StoreReader {
  /** The deepest nesting of a store: what a record may have, and much around it. */
  static final int MAX_DEPTH = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Errors must not quote a user's data.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final Slice source;
  private final JsonParser parser;

  private StoreReader(Slice source) {
    this.source = source;
    this.parser =
        FACTORY.createParser(
            ObjectReadContext.empty(), source.bytes(), source.from(), source.length());
  }

  /** Does something with a member of an object; what it does not read is skipped. */
  interface Members {
    void member(String name) throws UndecodableException;
  }

  /** Does something with an element of an array; what it does not read is skipped. */
  interface Elements {
    void element(int index) throws UndecodableException;
  }

  /** Stands on the first token of the value. */
  static StoreReader open(Slice source) throws UndecodableException {
    String fault = checkStart(source);
    if (fault != null) {
      throw new UndecodableException("", fault);
    }
    StoreReader reader = new StoreReader(source);
    int malformed = Malformed.at(source);
    if (malformed >= 0) {
      throw new UndecodableException(reader.pointerAt(malformed), "The value is not UTF-8.");
    }
    if (reader.advance() == null) {
      throw new UndecodableException("", "The value is empty.");
    }
    return reader;
  }

  /** The token that it stands on. */
  JsonToken token() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IllegalStateException("stands on no token");
    }
    return token;
  }

  boolean at(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** Where it stands: RFC 6901. */
  String pointer() {
    return pointer(parser.streamReadContext());
  }

  /** Nothing but white space may follow. */
  void end() throws UndecodableException {
    if (advance() != null) {
      throw new UndecodableException("", "Something follows the value.");
    }
  }

  /** Each member of the object that it stands on the beginning of; then stands on its end. */
  void members(Members members) throws UndecodableException {
    while (advance() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      advance();
      members.member(name);
      leave();
    }
  }

  /** Each element of the array that it stands on the beginning of; then stands on its end. */
  void elements(Elements elements) throws UndecodableException {
    for (int i = 0; advance() != JsonToken.END_ARRAY; i++) {
      elements.element(i);
      leave();
    }
  }

  /** Whether the value that it stands on is null, or can have such a member or element. */
  boolean leadsOn(String step) {
    boolean number = !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
    return at(JsonToken.START_OBJECT)
        || at(JsonToken.VALUE_NULL)
        || (at(JsonToken.START_ARRAY) && number);
  }

  /** Goes to a member or an element of the value that it stands on; false where there is none. */
  boolean enter(String step) throws UndecodableException {
    if (at(JsonToken.START_OBJECT)) {
      while (advance() == JsonToken.PROPERTY_NAME) {
        boolean found = parser.currentName().equals(step);
        advance();
        if (found) {
          return true;
        }
        leave();
      }
    } else if (at(JsonToken.START_ARRAY)) {
      for (int i = 0; advance() != JsonToken.END_ARRAY; i++) {
        if (Integer.toString(i).equals(step)) {
          return true;
        }
        leave();
      }
    }
    return false;
  }

  /** Moves to the last token of the value that it stands on, and tells the bytes of the value. */
  Slice skip() throws UndecodableException {
    int start = source.from() + (int) parser.currentTokenLocation().getByteOffset();
    if (at(JsonToken.START_OBJECT) || at(JsonToken.START_ARRAY)) {
      leave();
      return part(start, source.from() + (int) parser.currentLocation().getByteOffset());
    }
    return part(start, at(JsonToken.VALUE_STRING) ? stringEnd(start) : scalarEnd(start));
  }

  /** The text of the string that it stands on. */
  String text() throws UndecodableException {
    try {
      return parser.getString();
    } catch (JacksonException e) {
      throw undecodable(e);
    }
  }

  private Slice part(int start, int end) {
    return new Slice(source.bytes(), start, end);
  }

  private void leave() throws UndecodableException {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw undecodable(e);
    }
  }

  private @Nullable JsonToken advance() throws UndecodableException {
    try {
      return parser.nextToken();
    } catch (JacksonException e) {
      throw undecodable(e);
    }
  }

  /** Behind the closing quotation mark. What lies between is checked when the parser goes on. */
  private int stringEnd(int start) throws UndecodableException {
    byte[] bytes = source.bytes();
    for (int i = start + 1; i < source.to(); i++) {
      if (bytes[i] == '"') {
        return i + 1;
      }
      if (bytes[i] == '\\') {
        i++;
      }
    }
    throw new UndecodableException(pointer(), "The JSON ends in the middle.");
  }

  private int scalarEnd(int start) {
    byte[] bytes = source.bytes();
    int end = start;
    while (end < source.to() && ",]} \t\r\n".indexOf(bytes[end]) < 0) {
      end++;
    }
    return end;
  }

  /** Says nothing of the parser's own message, which may quote the data. */
  private UndecodableException undecodable(JacksonException e) {
    String detail;
    if (e instanceof StreamConstraintsException) {
      // The other limit is on names that were chosen to collide.
      detail = "The JSON is nested deeper than " + MAX_DEPTH + " levels, or its names collide.";
    } else if (e instanceof UnexpectedEndOfInputException || offset(e) >= source.length()) {
      detail = "The JSON ends in the middle.";
    } else if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
      detail = "An object holds a name twice.";
    } else {
      detail =
          "This is no sound JSON: what stands at byte " + offset(e) + " does not belong there.";
    }
    return new UndecodableException(pointer(), detail);
  }

  private static long offset(JacksonException e) {
    return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
  }

  private static String pointer(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    if (parent == null) {
      return "";
    }
    String above = pointer(parent);
    if (context.inArray()) {
      return context.hasCurrentIndex() ? Pointers.child(above, context.getCurrentIndex()) : above;
    }
    String name = context.currentName();
    return name == null ? above : Pointers.child(above, name);
  }

  /** Where a byte stands; as near as the JSON in front of it lets one see. */
  private String pointerAt(int offset) {
    try {
      while (advance() != null) {
        if (at(JsonToken.VALUE_STRING)) {
          text();
        }
        if (parser.currentLocation().getByteOffset() > offset) {
          break;
        }
      }
      return pointer();
    } catch (UndecodableException e) {
      return e.pointer();
    }
  }

  /** What would make the parser guess another encoding, or skip something. */
  private static @Nullable String checkStart(Slice source) {
    byte[] bytes = source.bytes();
    int from = source.from();
    for (int i = from; i < Math.min(from + 4, source.to()); i++) {
      if (bytes[i] == 0) {
        return "The value begins with a zero byte, or nearly so.";
      }
    }
    boolean marked =
        source.length() > 2
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return marked ? "The value begins with a byte order mark." : null;
  }
}
