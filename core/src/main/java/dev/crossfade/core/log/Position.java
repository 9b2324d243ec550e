package dev.crossfade.core.log;

import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in the log of changes: partition and offset, written {@code 3:1042}.
 * Clients treat the text as opaque; a generation may come in front one day. Positions compare
 * within one partition only, and one tenant lives in one partition.
 */
public record Position(int partition, long offset) {
  private static final int MAX_TEXT = 30;

  public Position {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("a position has no negative part");
    }
  }

  /** The inverse of {@link #toString()}; null where the text is anything else. */
  public static @Nullable Position parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1 || text.length() > MAX_TEXT) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i != colon && (c < '0' || c > '9')) {
        return null;
      }
    }
    try {
      Position position =
          new Position(
              Integer.parseInt(text, 0, colon, 10),
              Long.parseLong(text, colon + 1, text.length(), 10));
      // One spelling each: no leading zeros.
      return position.toString().equals(text) ? position : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
