package dev.crossfade.core.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decoders there are. Immutable and thread-safe. */
public final class StoreDecoders {
  /** In the order of guessing: sure marks first. */
  private static final List<StoreDecoder> ALL = List.of(new ZustandDecoder());

  private final Map<String, StoreDecoder> byName = new LinkedHashMap<>();

  public StoreDecoders() {
    ALL.forEach(decoder -> byName.put(decoder.name(), decoder));
  }

  /** The decoder of this name. */
  public Optional<StoreDecoder> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names. */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /**
   * The state inside of several envelopes.
   *
   * @param chain names, from the outside in
   * @throws IllegalArgumentException a name is unknown
   */
  public Slice decode(List<String> chain, Slice raw) throws UndecodableException {
    Slice value = raw;
    for (String name : chain) {
      StoreDecoder decoder =
          named(name).orElseThrow(() -> new IllegalArgumentException("no decoder " + name));
      value = decoder.decode(value);
    }
    return value;
  }

  /** How an entry may be decoded, the best first; never empty. Never throws, whatever the bytes. */
  public List<Guess> guess(String key, byte[] raw) {
    List<Guess> guesses = new ArrayList<>();
    for (StoreDecoder decoder : ALL) {
      String reason = decoder.detect(key, raw);
      if (reason != null) {
        guesses.add(new Guess(List.of(decoder.name()), reason));
      }
    }
    return guesses;
  }
}
