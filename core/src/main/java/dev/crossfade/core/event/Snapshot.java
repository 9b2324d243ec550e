package dev.crossfade.core.event;

/**
 * Which snapshot of its source, and how far it knows the source. The id is unique to the source at
 * least; a snapshot that is sent again or resumed keeps it.
 */
public record Snapshot(String id, Watermark watermark) {
  public Snapshot {
    String fault = Limits.checkSnapshot(id);
    if (fault != null) {
      throw new IllegalArgumentException("the id of a snapshot " + fault);
    }
  }
}
