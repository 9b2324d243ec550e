package dev.crossfade.core.event.http;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/** The JSON event format, one event or a batch: one pass over the bytes, no tree but the data's. */
final class JsonFormat {
  // The depth of a record's data is limited alike, however much lies around it.
  private static final JsonMapper EVENT = Json.mapper(1);
  private static final JsonMapper BATCH = Json.mapper(2);

  private JsonFormat() {}

  static Incoming single(byte[] body) throws MalformedBodyException {
    HttpEvents.requireUtf8(body);
    try (JsonParser parser = EVENT.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedBodyException(Kind.MALFORMED_JSON, "An event is a JSON object.");
      }
      Incoming event = JsonEvent.read(parser, body);
      requireEnd(parser);
      return event;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  static List<Incoming> batch(byte[] body) throws MalformedBodyException {
    HttpEvents.requireUtf8(body);
    try (JsonParser parser = BATCH.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new MalformedBodyException(Kind.MALFORMED_JSON, "A batch is a JSON array of events.");
      }
      List<Incoming> events = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw new MalformedBodyException(
              Kind.MALFORMED_JSON, "Element " + events.size() + " of the batch is not an object.");
        }
        if (events.size() == HttpEvents.MAX_EVENTS) {
          throw new MalformedBodyException(
              Kind.TOO_MANY_EVENTS,
              "A batch has at most " + HttpEvents.MAX_EVENTS + " events. Send it in pieces.");
        }
        events.add(JsonEvent.read(parser, body));
      }
      requireEnd(parser);
      return events;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static void requireEnd(JsonParser parser) throws MalformedBodyException {
    if (parser.nextToken() != null) {
      throw new MalformedBodyException(
          Kind.MALFORMED_JSON, "Something follows the end of the JSON.");
    }
  }

  /** Says what is wrong in words of ours: the parser's may quote the data. */
  static MalformedBodyException malformed(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      if (message.contains("depth")) {
        return MalformedBodyException.tooDeep();
      }
      return message.contains("Number")
          ? new MalformedBodyException(Kind.NUMBER_TOO_LONG, "A number has too many characters.")
          : new MalformedBodyException(Kind.NAME_TOO_LONG, "A name or text is too long.");
    }
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return message.startsWith("Duplicate")
        ? new MalformedBodyException(
            Kind.DUPLICATE_NAME, "A name stands twice in one JSON object" + where + ".")
        : new MalformedBodyException(
            Kind.MALFORMED_JSON, "The body is not well-formed JSON" + where + ".");
  }
}
