package dev.crossfade.core.event;

import dev.crossfade.core.log.Position;

/** How far a snapshot knows its source: every live write up to here was in the store. */
public sealed interface Watermark {
  /** The watermark of a snapshot that says neither: it is below every live write. */
  Watermark UNKNOWN = new Unknown();

  /**
   * Of a source that counts.
   *
   * @param sequence the last number that the source had assigned when its store was read, 0 before
   *     the first
   */
  record Through(long sequence) implements Watermark {
    public Through {
      if (sequence < 0) {
        throw new IllegalArgumentException("a snapshot reaches through 0 at least");
      }
    }
  }

  /**
   * Of a source that does not count.
   *
   * @param position what the log was known to have reached before the store was read; of the
   *     tenant's own partition
   */
  record AsOf(Position position) implements Watermark {}

  /** Nothing is known of it. */
  record Unknown() implements Watermark {}
}
