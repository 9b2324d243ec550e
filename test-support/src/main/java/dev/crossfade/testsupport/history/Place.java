package dev.crossfade.testsupport.history;

import org.jspecify.annotations.Nullable;

/** A position in the log of changes: {@code 3:1042}. */
public record Place(int partition, long offset) {
  /** Reads {@code 3:1042}; null where the text is none. */
  public static @Nullable Place parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      return null;
    }
    try {
      int partition = Integer.parseInt(text.substring(0, colon));
      long offset = Long.parseLong(text.substring(colon + 1));
      boolean plain = text.equals(partition + ":" + offset);
      return plain && partition >= 0 && offset >= 0 ? new Place(partition, offset) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
