package dev.crossfade.core.event.http;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import dev.crossfade.core.json.Utf8;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a request in any of the modes of the CloudEvents HTTP protocol binding.
 * Stateless.
 */
public final class HttpEvents {
  /** The most events in one batch. */
  public static final int MAX_EVENTS = 1_000;

  private static final String BATCH = "application/cloudevents-batch";
  private static final String STRUCTURED = "application/cloudevents";
  private static final String JSON_FORMAT = "+json";

  private HttpEvents() {}

  /**
   * The events in the order in which they stand.
   *
   * @param contentType the header's value; null where there is none
   * @param headers all headers, names in lower case
   * @throws MalformedBodyException where no event can be told
   */
  public static List<Incoming> read(
      @Nullable String contentType, Map<String, String> headers, byte[] body)
      throws MalformedBodyException {
    String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
    // Batch first: its name begins with the other's.
    if (type.startsWith(BATCH)) {
      requireJsonFormat(type, BATCH);
      return JsonFormat.batch(body);
    }
    if (type.startsWith(STRUCTURED)) {
      requireJsonFormat(type, STRUCTURED);
      return List.of(JsonFormat.single(body));
    }
    return List.of(BinaryMode.read(contentType, headers, body));
  }

  private static void requireJsonFormat(String type, String prefix) throws MalformedBodyException {
    String rest = type.substring(prefix.length());
    int end = rest.indexOf(';');
    String format = (end < 0 ? rest : rest.substring(0, end)).strip();
    if (!format.equals(JSON_FORMAT)) {
      throw unsupported("Only the JSON format of CloudEvents is understood: " + prefix + "+json.");
    }
    requireCharset(type);
  }

  /** Holds a body to strict UTF-8 before the JSON parser sees it. */
  static void requireUtf8(byte[] body) throws MalformedBodyException {
    String fault = Utf8.checkJson(body);
    if (fault != null) {
      throw new MalformedBodyException(
          Kind.NOT_UTF_8, "The body " + fault + ". Send JSON in UTF-8, without a mark.");
    }
  }

  /** A charset other than UTF-8 is refused rather than misread. */
  static void requireCharset(String type) throws MalformedBodyException {
    String lower = type.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("charset=");
    if (at < 0) {
      return;
    }
    String rest = lower.substring(at + "charset=".length());
    int end = rest.indexOf(';');
    String charset = (end < 0 ? rest : rest.substring(0, end)).strip().replace("\"", "");
    if (!charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii")) {
      throw unsupported("Only the charset UTF-8 is understood.");
    }
  }

  static boolean isJson(@Nullable String mediaType) {
    if (mediaType == null) {
      return true;
    }
    int end = mediaType.indexOf(';');
    String essence =
        (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return essence.equals("application/json")
        || essence.equals("text/json")
        || essence.endsWith(JSON_FORMAT);
  }

  static MalformedBodyException unsupported(String message) {
    return new MalformedBodyException(Kind.UNSUPPORTED_MEDIA_TYPE, message);
  }
}
