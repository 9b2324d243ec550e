package dev.crossfade.core.legacy;

import org.jspecify.annotations.Nullable;

/**
 * JSON with nothing around it: of plain code, and of libraries that add nothing. They differ in the
 * keys that give them away.
 */
final class BareJsonDecoder implements StoreDecoder {
  private final String name;
  private final Key key;
  private final String reason;

  /** What a key must be like. */
  interface Key {
    boolean speaksFor(String key);
  }

  /**
   * A library.
   *
   * @param reason a sentence
   */
  BareJsonDecoder(String name, Key key, String reason) {
    this.name = name;
    this.key = key;
    this.reason = reason;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String detect(String entry, byte[] raw) {
    return key.speaksFor(entry) && Outline.isJson(raw) ? reason : null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    return Inside.whole(raw);
  }
}
