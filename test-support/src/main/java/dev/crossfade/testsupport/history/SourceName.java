package dev.crossfade.testsupport.history;

/** A source of a tenant, without {@code /sources/} in front. */
public record SourceName(String tenant, String source) {
  @Override
  public String toString() {
    return tenant + "/" + source;
  }
}
