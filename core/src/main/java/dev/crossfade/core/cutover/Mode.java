package dev.crossfade.core.cutover;

import org.jspecify.annotations.Nullable;

/** How far a migration is: all reads legacy, a share of the tenants, or all that are proven. */
public enum Mode {
  LEGACY("legacy"),
  HYBRID("hybrid"),
  TARGET("target");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  /** As events and answers spell it. */
  public String text() {
    return text;
  }

  /** The inverse; null where the text is anything else. */
  public static @Nullable Mode parse(@Nullable String text) {
    for (Mode mode : values()) {
      if (mode.text.equals(text)) {
        return mode;
      }
    }
    return null;
  }
}
