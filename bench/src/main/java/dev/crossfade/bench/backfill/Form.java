package dev.crossfade.bench.backfill;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.store.StoreWriter;
import java.io.ByteArrayOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which a snapshot is sent. */
enum Form {
  /** The keys of a browser's store, in one JSON body. */
  STORE("one browser's store", "application/json") {
    @Override
    byte[] body(Blueprint blueprint, TaskRecords records, String source) {
      StoreWriter store = new StoreWriter(blueprint);
      records
          .tasks()
          .forEach(task -> store.add(records.domain(), task.path("id").stringValue(), task));
      ObjectNode body = Json.MAPPER.createObjectNode().put("source", source).put("sequence", 0);
      body.set("entries", store.entries());
      return Json.MAPPER.writeValueAsBytes(body);
    }

    @Override
    String query(String source) {
      return "";
    }
  },
  /** A record a line. */
  LINES("lines of JSON", "application/x-ndjson") {
    @Override
    byte[] body(Blueprint blueprint, TaskRecords records, String source) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (ObjectNode task : records.tasks()) {
        ObjectNode line = Json.MAPPER.createObjectNode().put("domain", records.domain().name());
        line.set("data", task);
        body.writeBytes(Json.MAPPER.writeValueAsBytes(line));
        body.write('\n');
      }
      return body.toByteArray();
    }

    @Override
    String query(String source) {
      return "?sequence=0&source=" + source;
    }
  };

  private final String words;
  private final String contentType;

  Form(String words, String contentType) {
    this.words = words;
    this.contentType = contentType;
  }

  abstract byte[] body(Blueprint blueprint, TaskRecords records, String source);

  abstract String query(String source);

  String words() {
    return words;
  }

  String contentType() {
    return contentType;
  }
}
