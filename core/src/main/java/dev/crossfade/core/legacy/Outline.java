package dev.crossfade.core.legacy;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** What an entry looks like from outside: the members of an object and how each begins. */
final class Outline {
  private Outline() {}

  /** Whether it is sound JSON, whatever else. */
  static boolean isJson(byte[] raw) {
    try {
      Inside.whole(Slice.of(raw));
      return true;
    } catch (UndecodableException e) {
      return false;
    }
  }

  /** Empty where it is no object, or no sound JSON. */
  static Map<String, JsonToken> of(byte[] raw) {
    Map<String, JsonToken> members = new LinkedHashMap<>();
    try {
      StoreReader reader = StoreReader.open(Slice.of(raw));
      if (reader.at(JsonToken.START_OBJECT)) {
        reader.members(name -> members.put(name, reader.token()));
      }
      reader.end();
      return members;
    } catch (UndecodableException e) {
      return Map.of();
    }
  }
}
