package dev.crossfade.core.cutover;

import org.jspecify.annotations.Nullable;

/** What made the cutover change. */
public enum Cause {
  /** Somebody set mode or share. */
  OPERATOR("operator"),
  /** A plan went on to its next step. */
  RAMP("ramp"),
  /** Somebody went back. */
  ROLLBACK("rollback"),
  /** A limit broke while a plan ran. */
  GATE("gate"),
  /** Somebody ended the migration. */
  FINISH("finish");

  private final String text;

  Cause(String text) {
    this.text = text;
  }

  /** As events and answers spell it. */
  public String text() {
    return text;
  }

  /** The inverse; null where the text is anything else. */
  public static @Nullable Cause parse(@Nullable String text) {
    for (Cause cause : values()) {
      if (cause.text.equals(text)) {
        return cause;
      }
    }
    return null;
  }

  /** Whether a plan goes on behind such a change: not when a person stepped in. */
  boolean keepsPlan() {
    return this == RAMP || this == GATE;
  }
}
