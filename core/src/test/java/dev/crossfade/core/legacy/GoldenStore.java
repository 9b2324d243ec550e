package dev.crossfade.core.legacy;

import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a library left in localStorage and what had been put in: a file that scripts/legacy-stores
 * wrote.
 *
 * @param detected the chain that each entry's bytes suggest
 */
record GoldenStore(
    String library,
    String version,
    Map<String, byte[]> entries,
    List<Collection> collections,
    List<Value> values,
    Map<String, List<String>> detected) {
  private static final Path FOLDER = Path.of("src/test/resources/dev/crossfade/core/legacy/stores");

  /**
   * Records that lie together.
   *
   * @param key with {@code {id}} where each record has a key of its own
   * @param shape list, keyed or single
   */
  record Collection(
      String key,
      List<String> envelope,
      String at,
      String shape,
      List<String> keys,
      List<JsonNode> records) {}

  /** An entry that is no record. */
  record Value(String key, List<String> envelope, JsonNode value) {}

  /** All of them, in the order of their names. */
  static List<GoldenStore> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<GoldenStore> stores = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        stores.add(read(Json.MAPPER.readTree(Files.readAllBytes(file))));
      }
      return stores;
    }
  }

  private static GoldenStore read(JsonNode file) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    file.get("entries")
        .properties()
        .forEach(e -> entries.put(e.getKey(), bytes(e.getValue().stringValue())));
    Map<String, List<String>> detected = new LinkedHashMap<>();
    file.get("detected").properties().forEach(e -> detected.put(e.getKey(), texts(e.getValue())));
    List<Collection> collections =
        file.get("collections")
            .valueStream()
            .map(
                c ->
                    new Collection(
                        c.get("key").stringValue(),
                        texts(c.get("envelope")),
                        c.get("at").stringValue(),
                        c.get("shape").stringValue(),
                        texts(c.path("keys")),
                        c.get("records").valueStream().toList()))
            .toList();
    List<Value> values =
        file.get("values")
            .valueStream()
            .map(
                v ->
                    new Value(v.get("key").stringValue(), texts(v.get("envelope")), v.get("value")))
            .toList();
    return new GoldenStore(
        file.get("library").stringValue(),
        file.get("version").stringValue(),
        entries,
        collections,
        values,
        detected);
  }

  /** The entries of a collection: one, or with {@code {id}} one a record. */
  List<byte[]> entriesOf(Collection collection) {
    int id = collection.key().indexOf("{id}");
    if (id < 0) {
      return List.of(entry(collection.key()));
    }
    String prefix = collection.key().substring(0, id);
    return collection.records().stream()
        .map(record -> entry(prefix + record.get("id").asString()))
        .toList();
  }

  byte[] entry(String key) {
    byte[] raw = entries.get(key);
    if (raw == null) {
      throw new AssertionError(library + " holds no " + key);
    }
    return raw;
  }

  /** By how each entry is decoded; an entry that belongs to several collections counts once. */
  Map<String, List<String>> chains() {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    for (Collection collection : collections) {
      int id = collection.key().indexOf("{id}");
      entries.keySet().stream()
          .filter(
              key ->
                  id < 0
                      ? key.equals(collection.key())
                      : key.startsWith(collection.key().substring(0, id)))
          .forEach(key -> chains.putIfAbsent(key, collection.envelope()));
    }
    values.forEach(value -> chains.putIfAbsent(value.key(), value.envelope()));
    return chains;
  }

  @Override
  public String toString() {
    return library + " " + version;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }
}
