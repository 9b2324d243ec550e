package dev.crossfade.standalone.demo.history;

import java.util.List;

/**
 * What must be known of one source.
 *
 * @param last the highest acknowledged number
 * @param missing numbers below it without an acknowledged event
 */
public record SourceExpectation(String tenant, String source, long last, List<Long> missing) {
  public SourceExpectation {
    missing = List.copyOf(missing);
  }
}
