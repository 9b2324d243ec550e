package dev.crossfade.testsupport.history;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Canonical texts, the latest remembered: the same text is sent, lies in the log, and is read. */
final class Documents {
  private static final int REMEMBERED = 2_000;

  private final Map<String, String> known = new HashMap<>();

  /** Null where these are not the bytes of a sound object. */
  @Nullable String canonical(byte @Nullable [] bytes) {
    String text = bytes == null ? null : Canonical.text(bytes);
    return text == null ? null : canonical(text);
  }

  /** Null where this is not the text of a sound object. */
  @Nullable String canonical(String text) {
    String before = known.get(text);
    if (before != null) {
      return before;
    }
    String canonical = Canonical.object(text);
    if (canonical != null) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(text, canonical);
    }
    return canonical;
  }
}
