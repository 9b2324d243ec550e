package dev.crossfade.standalone.demo.history;

import org.jspecify.annotations.Nullable;

/**
 * What became of one event: between {@link #firstSent} and {@link #firstAcknowledged}, in the
 * history's own count, it came into the log for the first time. Changed only by the history.
 */
final class Trace {
  private WrittenEvent event;
  private final long firstSent;
  private final long firstRequest;
  private final int place;
  private int attempts;
  private long firstAcknowledged;
  private boolean refused;
  private @Nullable String position;

  /**
   * @param place within the request that it was first sent in
   */
  Trace(WrittenEvent event, long firstSent, long firstRequest, int place) {
    this.event = event;
    this.firstSent = firstSent;
    this.firstRequest = firstRequest;
    this.place = place;
  }

  /** What is sent after the first acknowledgement is a copy behind the first one. */
  void sent() {
    if (!acknowledged()) {
      attempts++;
    }
  }

  void acknowledged(long at, String where) {
    if (firstAcknowledged == 0) {
      firstAcknowledged = at;
      position = where;
    }
  }

  void refused() {
    refused = true;
  }

  /** A later form of the record is acknowledged: this one's is no longer of use. */
  void superseded() {
    event = event.withoutData();
  }

  WrittenEvent event() {
    return event;
  }

  /** Where the server first said it is; a lost answer may have named an earlier place. */
  @Nullable String position() {
    return position;
  }

  boolean acknowledged() {
    return firstAcknowledged > 0;
  }

  /** Sent, and never answered one way or the other. */
  boolean open() {
    return firstAcknowledged == 0 && !refused;
  }

  /** Whether this event lies before the other in the log, whatever was lost on the way. */
  boolean surelyBefore(Trace other) {
    if (firstAcknowledged > 0 && firstAcknowledged < other.firstSent) {
      return true;
    }
    // One request, one attempt: the order in the request is the order in the log.
    return firstRequest == other.firstRequest
        && attempts == 1
        && other.attempts == 1
        && place < other.place;
  }
}
