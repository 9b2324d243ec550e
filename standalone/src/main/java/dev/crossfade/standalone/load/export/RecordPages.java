package dev.crossfade.standalone.load.export;

import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The records of one domain as the read API tells them, a page at a time. One thread's. */
final class RecordPages {
  private static final int LIMIT = 500;

  private final SnapshotClient client;
  private final String domain;
  private Iterator<JsonNode> page = JsonNodeFactory.instance.arrayNode().iterator();
  private @Nullable String after;
  private @Nullable String position;
  private boolean last;

  /** Reads the first page at once. */
  RecordPages(SnapshotClient client, String domain) throws IOException, InterruptedException {
    this.client = client;
    this.domain = domain;
    read();
  }

  /** What was applied when the first page was read; null before the first event. */
  @Nullable String position() {
    return position;
  }

  /** The next one with its {@code id}, {@code state} and {@code data}; null behind the last. */
  @Nullable JsonNode next() throws IOException, InterruptedException {
    while (!page.hasNext()) {
      if (last) {
        return null;
      }
      read();
    }
    return page.next();
  }

  private void read() throws IOException, InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", Integer.toString(LIMIT));
    if (after != null) {
      query.put("after", after);
    }
    JsonNode answer = client.get("/records/" + SnapshotClient.encoded(domain), query);
    if (position == null && answer.path("position").isString()) {
      position = answer.path("position").stringValue();
    }
    page = answer.path("records").iterator();
    after = answer.path("next").isString() ? answer.path("next").stringValue() : null;
    last = after == null;
  }
}
