package dev.crossfade.core.legacy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * redux-persist 5 and 6: an object under {@code persist:<key>} whose members are each encoded as
 * JSON once more. Its own member {@code _persist} is left out.
 */
final class ReduxPersistDecoder implements StoreDecoder {
  private static final String OWN = "_persist";

  @Override
  public String name() {
    return "redux-persist";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    Map<String, JsonToken> members = Outline.of(raw);
    boolean strings = members.values().stream().allMatch(t -> t == JsonToken.VALUE_STRING);
    if (members.isEmpty() || !strings) {
      return null;
    }
    if (members.containsKey(OWN)) {
      return "It holds _persist, and each member is JSON once more: redux-persist 5 or 6.";
    }
    return key.startsWith("persist:")
        ? "The key begins with persist: and each member is a string: redux-persist 5 or 6."
        : null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    StoreReader reader = StoreReader.open(raw);
    if (!reader.at(JsonToken.START_OBJECT)) {
      throw new UndecodableException("", "This is no object, as redux-persist writes one.");
    }
    JsonSink sink = new JsonSink(raw.length());
    sink.put('{');
    reader.members(
        name -> {
          if (name.equals(OWN)) {
            return;
          }
          String pointer = reader.pointer();
          if (!reader.at(JsonToken.VALUE_STRING)) {
            throw new UndecodableException(pointer, "The member is no string that holds JSON.");
          }
          sink.separate(1);
          sink.name(name);
          int start = sink.length();
          Unescape.to(sink, reader.skip(), pointer);
          check(sink.since(start), pointer);
        });
    reader.end();
    sink.put('}');
    return sink.all();
  }

  private static void check(Slice inner, String pointer) throws UndecodableException {
    try {
      Inside.whole(inner);
    } catch (UndecodableException e) {
      throw new UndecodableException(pointer + e.pointer(), e.detail());
    }
  }
}
