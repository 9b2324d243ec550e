package dev.crossfade.core.event.http;

import dev.crossfade.core.event.http.Incoming.Fault;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/** One event of the JSON format, read from where its object begins to where it ends. */
final class JsonEvent {
  private static final int MAX_ATTRIBUTES = 50;

  private final byte[] body;
  private final Map<String, String> attributes = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>(0);
  private @Nullable Document data;
  private boolean hasData;
  private boolean hasBase64;

  private JsonEvent(byte[] body) {
    this.body = body;
  }

  static Incoming read(JsonParser parser, byte[] body) {
    JsonEvent event = new JsonEvent(body);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "data" -> event.readData(parser, token);
        case "data_base64" -> event.readBase64(parser, token);
        default -> event.readAttribute(name, parser, token);
      }
    }
    if (event.hasData && event.hasBase64) {
      event.fault("/data_base64", "stands beside data: an event has one of the two");
    }
    if (!HttpEvents.isJson(event.attributes.get("datacontenttype"))) {
      event.fault("/datacontenttype", "is not JSON: a record's data is a JSON object");
    }
    return new Incoming(event.attributes, event.data, event.faults);
  }

  private void readData(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    hasData = true;
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      fault("/data", "is not a JSON object");
      return;
    }
    // The very bytes that were sent go into the log: numbers keep their spelling.
    int from = (int) parser.currentTokenLocation().getByteOffset();
    ObjectNode tree = (ObjectNode) Json.parse(parser);
    int to = (int) parser.currentLocation().getByteOffset();
    data = Document.parsed(Arrays.copyOfRange(body, from, to), tree);
  }

  private void readBase64(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    hasBase64 = true;
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      fault("/data_base64", "is not a string");
      return;
    }
    try {
      data = Document.parse(Base64.getDecoder().decode(parser.getString()));
    } catch (IllegalArgumentException e) {
      fault("/data_base64", "is not Base64");
    } catch (JacksonException e) {
      fault("/data_base64", "does not hold a JSON object");
    }
  }

  private void readAttribute(String name, JsonParser parser, JsonToken token) {
    if (!AttributeRules.isName(name)) {
      parser.skipChildren();
      fault("/?", "is no name of an attribute: 1 to 20 of a-z and 0-9");
      return;
    }
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    String value = text(parser, token);
    if (value == null) {
      parser.skipChildren();
      fault("/" + name, "is not a string, a 32-bit integer or a boolean");
      return;
    }
    String fault = AttributeRules.checkText(value);
    if (fault != null) {
      fault("/" + name, fault);
    } else if (attributes.size() == MAX_ATTRIBUTES) {
      fault("", "has more than " + MAX_ATTRIBUTES + " attributes");
    } else {
      attributes.put(name, value);
    }
  }

  /** The canonical text of a value of a CloudEvents type; null where it is of none. */
  private static @Nullable String text(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.INT
              ? Integer.toString(parser.getIntValue())
              : null;
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      default -> null;
    };
  }

  private void fault(String pointer, String detail) {
    if (faults.size() < MAX_ATTRIBUTES) {
      faults.add(new Fault(pointer, detail));
    }
  }
}
