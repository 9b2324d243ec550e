package dev.crossfade.core.event.http;

import dev.crossfade.core.event.http.Incoming.Fault;
import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import dev.crossfade.core.json.Document;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Binary mode: attributes in {@code ce-} headers, the data as the body. */
final class BinaryMode {
  private static final String PREFIX = "ce-";

  private BinaryMode() {}

  static Incoming read(@Nullable String contentType, Map<String, String> headers, byte[] body)
      throws MalformedBodyException {
    if (headers.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
      throw HttpEvents.unsupported(
          "Send a CloudEvent: application/cloudevents+json, application/cloudevents-batch+json, or"
              + " ce- headers with application/json.");
    }
    if (!HttpEvents.isJson(contentType)) {
      throw HttpEvents.unsupported("A record's data is JSON: send it as application/json.");
    }
    if (contentType != null) {
      HttpEvents.requireUtf8(contentType);
    }
    Map<String, String> attributes = new HashMap<>();
    List<Fault> faults = new ArrayList<>(0);
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            readAttribute(name.substring(PREFIX.length()), value, attributes, faults);
          }
        });
    return new Incoming(attributes, readData(body, faults), faults);
  }

  private static @Nullable Document readData(byte[] body, List<Fault> faults)
      throws MalformedBodyException {
    if (body.length == 0) {
      return null;
    }
    Utf8.require(body);
    try {
      return Document.parse(body);
    } catch (Document.NotAnObjectException e) {
      faults.add(new Fault("/data", "is not a JSON object"));
      return null;
    } catch (JacksonException e) {
      throw JsonFormat.malformed(e);
    }
  }

  private static void readAttribute(
      String name, String value, Map<String, String> attributes, List<Fault> faults) {
    if (!AttributeNames.isName(name)) {
      faults.add(new Fault("/?", "is no name of an attribute: 1 to 20 of a-z and 0-9"));
    } else if (name.equals("datacontenttype")) {
      faults.add(new Fault("/datacontenttype", "is Content-Type in binary mode"));
    } else if (name.equals("data")) {
      faults.add(new Fault("/data", "is the body in binary mode"));
    } else {
      try {
        attributes.put(name, percentDecoded(value));
      } catch (MalformedBodyException e) {
        faults.add(new Fault("/" + name, "is not percent-encoded UTF-8"));
      }
    }
  }

  /**
   * Decodes exactly once, as UTF-8 ("HTTP Header Values" in the HTTP binding). A per cent sign that
   * begins no escape is refused.
   */
  private static String percentDecoded(String value) throws MalformedBodyException {
    if (value.indexOf('%') < 0) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
      int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw new MalformedBodyException(Kind.NOT_UTF_8, "not an escape");
      }
      bytes.write((high << 4) | low);
      i += 2;
    }
    byte[] decoded = bytes.toByteArray();
    Utf8.require(decoded);
    return new String(decoded, java.nio.charset.StandardCharsets.UTF_8);
  }
}
