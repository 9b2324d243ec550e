package dev.crossfade.core.legacy;

import org.jspecify.annotations.Nullable;

/** Takes off what one library wraps around a state in localStorage. Pure and thread-safe. */
public interface StoreDecoder {
  /** Its name in a blueprint. */
  String name();

  /**
   * Why an entry looks like this library's; null where it does not. Any bytes may be asked about.
   *
   * @param key the key in localStorage
   * @param raw its string in UTF-8
   */
  @Nullable String detect(String key, byte[] raw);

  /**
   * The plain JSON state inside. Numbers keep their spelling; a state that lies in the raw string
   * as it is comes back as a range of it.
   *
   * @param raw the string in UTF-8, or what an outer decoder gave
   * @throws UndecodableException the bytes are not what this library writes; nothing else is
   *     thrown, whatever the bytes
   */
  Slice decode(Slice raw) throws UndecodableException;
}
