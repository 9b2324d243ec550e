package dev.crossfade.core.legacy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * superjson: {@code {"json":…,"meta":…}}, around another library's value or inside of it. Types
 * become:
 *
 * <ul>
 *   <li>Date, URL, RegExp: their string; an Error, a typed array, a registered class: their JSON.
 *   <li>Map: an object where all keys are strings (a Date among them, by its ISO string), else a
 *       list of pairs. Set: a list.
 *   <li>bigint: an integer. -0: {@code -0}. NaN and the infinities: null, as JSON has it.
 *   <li>undefined: no member; null in a list, in a Map's value and for the whole.
 * </ul>
 *
 * A symbol, an application's own type and a type of a later version are refused, and so is a null
 * that stands for a value left out because it appears elsewhere too.
 */
final class SuperjsonDecoder implements StoreDecoder {
  @Override
  public String name() {
    return "superjson";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    Map<String, JsonToken> members = Outline.of(raw);
    if (!members.containsKey("json")) {
      return null;
    }
    return switch (members.size()) {
      case 1 -> "It is an object of nothing but json, as superjson writes plain values.";
      case 2 ->
          members.get("meta") == JsonToken.START_OBJECT
              ? "It holds json and meta, as superjson writes them."
              : null;
      default -> null;
    };
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    Slice json = Inside.member(raw, "json");
    var meta = JsonPlaces.locate(raw, "/meta");
    if (meta.isEmpty()) {
      return json;
    }
    SuperjsonNotes notes = SuperjsonNotes.read(meta.get());
    return notes.root().isPlain() ? json : SuperjsonRewrite.of(json, notes);
  }
}
