package dev.crossfade.reconcile.fold;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition is folded.
 *
 * @param topicId of the log that was folded
 * @param next the offset of the event that comes next
 * @param floor the lowest position that can be asked for
 * @param cleaned the deltas below this one are gone
 * @param appended the latest append time of any event, in milliseconds
 */
record Progress(String topicId, long next, long floor, long cleaned, long appended) {
  private static final int VERSION = 1;

  byte[] write() {
    return new Packed.Writer()
        .octet(VERSION)
        .text(topicId)
        .number(next)
        .number(floor)
        .number(cleaned)
        .number(appended)
        .done();
  }

  static @Nullable Progress read(byte @Nullable [] stored) {
    if (stored == null) {
      return null;
    }
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    return new Progress(in.someText(), in.number(), in.number(), in.number(), in.number());
  }

  Progress behind(long offset, long time) {
    return new Progress(topicId, offset + 1, floor, cleaned, Math.max(appended, time));
  }

  Progress raised(long to) {
    return new Progress(topicId, next, Math.max(floor, to), cleaned, appended);
  }

  Progress cleanedTo(long to) {
    return new Progress(topicId, next, floor, to, appended);
  }
}
