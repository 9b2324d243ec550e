package dev.crossfade.ingest.admit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} of W3C Trace Context. One that is not sound is dropped, as that says. */
public final class TraceParent {
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceParent() {}

  /** The event's own or, where it has none, the request's; null where that is not sound. */
  public static @Nullable String of(@Nullable String attribute, @Nullable String header) {
    String text = attribute == null ? header : attribute;
    return text != null && FORM.matcher(text).matches() ? text : null;
  }
}
