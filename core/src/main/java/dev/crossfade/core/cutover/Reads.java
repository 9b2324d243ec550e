package dev.crossfade.core.cutover;

import org.jspecify.annotations.Nullable;

/** Where a tenant's reads come from. */
public enum Reads {
  LEGACY("legacy"),
  TARGET("target");

  private final String text;

  Reads(String text) {
    this.text = text;
  }

  /** As events and answers spell it. */
  public String text() {
    return text;
  }

  /** The inverse; null where the text is anything else. */
  public static @Nullable Reads parse(@Nullable String text) {
    for (Reads reads : values()) {
      if (reads.text.equals(text)) {
        return reads;
      }
    }
    return null;
  }
}
