package dev.crossfade.testsupport.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the log at one offset. Nothing of it is copied.
 *
 * @param appended the broker's time, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared as a record
public record Entry(
    int partition,
    long offset,
    long appended,
    byte @Nullable [] key,
    List<Header> headers,
    byte @Nullable [] value) {
  /** One header; of several of a name the last one counts. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {}

  /** Where it lies. */
  public Place place() {
    return new Place(partition, offset);
  }
}
