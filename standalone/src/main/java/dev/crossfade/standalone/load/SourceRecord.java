package dev.crossfade.standalone.load;

import org.jspecify.annotations.Nullable;

/** What a source of records yields. */
public sealed interface SourceRecord {
  /**
   * A record as a line of {@code application/x-ndjson}, without its end.
   *
   * @param tenant null where the line leaves it to the token
   * @param domain null where the line does not tell; the server will say what is wrong with it
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Line(@Nullable String tenant, @Nullable String domain, byte[] bytes)
      implements SourceRecord {}

  /**
   * A record that cannot be put into a line.
   *
   * @param row which one of its domain, from 1
   * @param detail why, without its data
   */
  record Unreadable(String domain, long row, String detail) implements SourceRecord {}
}
