package dev.crossfade.core.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every event bears, whatever it says. {@code sequence} counts from 1 per (tenant, source), or
 * is {@link #NO_SEQUENCE}. {@code time} is the client's clock: a hint, never the order. {@code
 * trace} is the W3C trace parent as it came.
 */
public record Envelope(
    String id, SourceKey source, long sequence, @Nullable Instant time, @Nullable String trace) {
  /** The sequence of an event whose source does not count. */
  public static final long NO_SEQUENCE = 0;

  public Envelope {
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence counts from 1");
    }
  }

  public boolean hasSequence() {
    return sequence != NO_SEQUENCE;
  }
}
