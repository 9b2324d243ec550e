package dev.crossfade.ingest.events;

import io.helidon.http.Header;
import io.helidon.http.ServerRequestHeaders;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's headers: names in lower case, all values of a name as one. */
record Headers(Map<String, String> all) {
  private static final String BATCH = "application/cloudevents-batch";

  static Headers of(ServerRequestHeaders headers) {
    Map<String, String> all = HashMap.newHashMap(headers.size());
    for (Header header : headers) {
      // Joined, so that a second value cannot hide behind the first.
      all.put(header.headerName().lowerCase(), header.values());
    }
    return new Headers(all);
  }

  @Nullable String get(String name) {
    return all.get(name);
  }

  /** Whether the body is a batch, whatever it holds. */
  boolean isBatch() {
    String type = all.get("content-type");
    return type != null && type.strip().regionMatches(true, 0, BATCH, 0, BATCH.length());
  }
}
