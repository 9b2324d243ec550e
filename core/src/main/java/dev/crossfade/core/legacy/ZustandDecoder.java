package dev.crossfade.core.legacy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * zustand's persist: {@code {"state":…,"version":0}}, without a version where none was given. A Map
 * or Set in it had become {@code {}} before it was written: their content is lost.
 */
final class ZustandDecoder implements StoreDecoder {
  @Override
  public String name() {
    return "zustand";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    Map<String, JsonToken> members = Outline.of(raw);
    if (members.get("state") != JsonToken.START_OBJECT) {
      return null;
    }
    return switch (members.size()) {
      case 1 -> "It is an object of nothing but a state, as zustand's persist writes it.";
      case 2 ->
          members.get("version") == JsonToken.VALUE_NUMBER_INT
              ? "It holds a state and a version, as zustand's persist writes them."
              : null;
      default -> null;
    };
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    return Inside.member(raw, "state");
  }
}
