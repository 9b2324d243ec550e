package dev.crossfade.core.event.http;

import dev.crossfade.core.event.http.Incoming.Fault;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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
      HttpEvents.requireCharset(contentType);
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
    HttpEvents.requireUtf8(body);
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
    if (!AttributeRules.isName(name)) {
      faults.add(new Fault("/?", "is no name of an attribute: 1 to 20 of a-z and 0-9"));
    } else if (name.equals("datacontenttype")) {
      faults.add(new Fault("/datacontenttype", "is Content-Type in binary mode"));
    } else if (name.equals("data")) {
      faults.add(new Fault("/data", "is the body in binary mode"));
    } else {
      String text = unquoted(value);
      String decoded = text == null ? null : percentDecoded(text);
      if (decoded == null) {
        faults.add(new Fault("/" + name, "is not percent-encoded UTF-8"));
        return;
      }
      String fault = AttributeRules.checkText(decoded);
      if (fault == null) {
        attributes.put(name, decoded);
      } else {
        faults.add(new Fault("/" + name, fault));
      }
    }
  }

  /**
   * Takes off the quotes and backslashes of a quoted string ("HTTP Header Values": writers of older
   * versions quote). Null where the quotes do not match.
   */
  private static @Nullable String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i == value.length() - 1 ? text.toString() : null;
      }
      if (c == '\\' && ++i < value.length()) {
        c = value.charAt(i);
      }
      text.append(c);
    }
    return null;
  }

  /**
   * Decodes exactly once, as UTF-8 ("HTTP Header Values" in the HTTP binding). Null where a per
   * cent sign begins no escape, and where a character is not ASCII: nobody can tell which bytes it
   * was on the wire.
   */
  private static @Nullable String percentDecoded(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0x7E) {
        return null;
      }
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 < value.length() ? hex(value.charAt(i + 1)) : -1;
      int low = i + 2 < value.length() ? hex(value.charAt(i + 2)) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write((high << 4) | low);
      i += 2;
    }
    return Utf8.decode(bytes.toByteArray());
  }

  private static int hex(char c) {
    return HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1;
  }
}
