package dev.crossfade.core.legacy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * TanStack Query's persisted client: becomes an object that holds each query's {@code state.data}
 * under its hash, such as {@code ["tasks"]}. A query without data is left out; mutations are too.
 */
final class TanstackQueryDecoder implements StoreDecoder {
  @Override
  public String name() {
    return "tanstack-query";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    Map<String, JsonToken> members = Outline.of(raw);
    return members.get("clientState") == JsonToken.START_OBJECT
            && members.containsKey("timestamp")
            && members.containsKey("buster")
        ? "It holds buster, timestamp and clientState, as TanStack Query's persister writes them."
        : null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    Slice queries = Inside.member(Inside.member(raw, "clientState"), "queries");
    StoreReader reader = StoreReader.open(queries);
    if (!reader.at(JsonToken.START_ARRAY)) {
      throw new UndecodableException("", "clientState.queries is no list.");
    }
    JsonSink sink = new JsonSink(queries.length());
    Set<String> hashes = new HashSet<>();
    sink.put('{');
    reader.elements(
        i -> {
          Query query = query(reader, i);
          if (!hashes.add(query.hash)) {
            throw new UndecodableException(
                Pointers.child("", query.hash), "Two queries have this hash.");
          }
          if (query.data != null) {
            sink.separate(1);
            sink.name(query.hash);
            sink.put(query.data);
          }
        });
    reader.end();
    sink.put('}');
    return sink.all();
  }

  private record Query(String hash, @Nullable Slice data) {}

  private static Query query(StoreReader reader, int index) throws UndecodableException {
    if (!reader.at(JsonToken.START_OBJECT)) {
      throw broken(index, "is no object");
    }
    String[] hash = new String[1];
    Slice[] data = new Slice[1];
    boolean[] state = new boolean[1];
    reader.members(
        name -> {
          if (name.equals("queryHash") && reader.at(JsonToken.VALUE_STRING)) {
            hash[0] = reader.text();
          } else if (name.equals("state") && reader.at(JsonToken.START_OBJECT)) {
            state[0] = true;
            reader.members(
                inner -> {
                  if (inner.equals("data")) {
                    data[0] = reader.skip();
                  }
                });
          }
        });
    if (hash[0] == null) {
      throw broken(index, "has no queryHash");
    }
    if (!state[0]) {
      throw new UndecodableException(Pointers.child("", hash[0]), "The query has no state.");
    }
    return new Query(hash[0], data[0]);
  }

  private static UndecodableException broken(int index, String what) {
    return new UndecodableException("", "The query at position " + index + " " + what + ".");
  }
}
