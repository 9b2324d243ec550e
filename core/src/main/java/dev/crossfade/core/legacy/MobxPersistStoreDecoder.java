package dev.crossfade.core.legacy;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * mobx-persist-store: the store's properties as JSON, with {@code __mps__} beside them where the
 * store has a version or expires; that one is left out.
 */
final class MobxPersistStoreDecoder implements StoreDecoder {
  private static final String OWN = "__mps__";

  @Override
  public String name() {
    return "mobx-persist-store";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    return Outline.of(raw).get(OWN) == JsonToken.START_OBJECT
        ? "It holds __mps__, which mobx-persist-store adds."
        : null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    StoreReader reader = StoreReader.open(raw);
    if (!reader.at(JsonToken.START_OBJECT)) {
      throw new UndecodableException("", "This is no object, as mobx-persist-store writes one.");
    }
    JsonSink sink = new JsonSink(raw.length());
    sink.put('{');
    reader.members(
        name -> {
          if (!name.equals(OWN)) {
            sink.separate(1);
            sink.name(name);
            sink.put(reader.skip());
          }
        });
    reader.end();
    sink.put('}');
    return sink.all();
  }
}
