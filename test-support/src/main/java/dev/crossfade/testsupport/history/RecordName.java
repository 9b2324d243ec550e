package dev.crossfade.testsupport.history;

/** A record, by the id in the log's keys. */
public record RecordName(String tenant, String domain, String id) {
  @Override
  public String toString() {
    return tenant + "/" + domain + "/" + id;
  }
}
