package dev.crossfade.core.legacy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A Map as VueUse's useStorage writes it, {@code [[key,value],…]}: becomes an object. Keys that are
 * numbers or booleans become names as they are spelled.
 */
final class VueuseMapDecoder implements StoreDecoder {
  @Override
  public String name() {
    return "vueuse-map";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    try {
      // Almost every other list ends this at its first element; pairs of numbers may be points.
      Map<String, JsonToken> members = Outline.of(decode(Slice.of(raw)).copy());
      boolean records = members.values().stream().allMatch(t -> t == JsonToken.START_OBJECT);
      return records && !members.isEmpty()
          ? "It is a list of pairs of a key and an object, as VueUse writes a Map."
          : null;
    } catch (UndecodableException e) {
      return null;
    }
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    StoreReader reader = StoreReader.open(raw);
    if (!reader.at(JsonToken.START_ARRAY)) {
      throw new UndecodableException("", "This is no list of pairs.");
    }
    JsonSink sink = new JsonSink(raw.length());
    Set<String> keys = new HashSet<>();
    sink.put('{');
    reader.elements(
        i -> {
          if (!reader.at(JsonToken.START_ARRAY)) {
            throw broken(i);
          }
          int[] size = new int[1];
          reader.elements(
              part -> {
                size[0]++;
                if (part == 0) {
                  sink.separate(1);
                  sink.name(key(reader, keys, i));
                } else if (part == 1) {
                  sink.put(reader.skip());
                } else {
                  throw broken(i);
                }
              });
          if (size[0] != 2) {
            throw broken(i);
          }
        });
    reader.end();
    sink.put('}');
    return sink.all();
  }

  private static String key(StoreReader reader, Set<String> keys, int index)
      throws UndecodableException {
    boolean structured = reader.at(JsonToken.START_OBJECT) || reader.at(JsonToken.START_ARRAY);
    if (structured || reader.at(JsonToken.VALUE_NULL)) {
      throw new UndecodableException("", "The Map's key " + index + " cannot be a name.");
    }
    String key = reader.text();
    if (!keys.add(key)) {
      throw new UndecodableException(Pointers.child("", key), "The Map holds this key twice.");
    }
    return key;
  }

  private static UndecodableException broken(int index) {
    return new UndecodableException("", "Element " + index + " is no pair of key and value.");
  }
}
