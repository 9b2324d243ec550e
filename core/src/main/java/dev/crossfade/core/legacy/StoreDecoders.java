package dev.crossfade.core.legacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The decoders there are. Immutable and thread-safe. */
public final class StoreDecoders {
  private static final String JSON = "json";
  private static final String TEXT = "vueuse";

  /** superjson wraps what zustand writes, or a part of it, as an application pleases. */
  private static final Map<String, String> NESTED =
      Map.of("superjson", "zustand", "zustand", "superjson");

  private final Map<String, StoreDecoder> byName = new LinkedHashMap<>();

  /** All of them. */
  public StoreDecoders() {
    // In the order of guessing: marks that no other library writes come first.
    add(new MobxPersistStoreDecoder());
    add(new TanstackQueryDecoder());
    add(new ReduxPersistDecoder());
    add(new SuperjsonDecoder());
    add(new ZustandDecoder());
    add(new LocalForageDecoder());
    add(
        new BareJsonDecoder(
            "redux-persist-4",
            key -> key.startsWith("reduxPersist:"),
            "The key begins with reduxPersist:, as redux-persist 4 writes one for each reducer."));
    add(new BareJsonDecoder("vuex", "vuex"::equals, "vuex is vuex-persistedstate's default key."));
    add(
        new BareJsonDecoder(
            "redux-localstorage", "redux"::equals, "redux is redux-localstorage's default key."));
    add(
        new BareJsonDecoder(
            "pinia",
            key -> key.toLowerCase(Locale.ROOT).contains("pinia"),
            "The key names pinia, whose plugin writes a store as bare JSON."));
    add(
        new BareJsonDecoder(
            "jotai",
            key -> key.toLowerCase(Locale.ROOT).contains("jotai"),
            "The key names jotai, whose atoms are written as bare JSON."));
    add(new VueuseMapDecoder());
    add(BareTextDecoder.vueuse());
    add(BareTextDecoder.ngrx());
    add(new BareJsonDecoder(JSON, key -> true, "It is JSON with nothing around it."));
  }

  private void add(StoreDecoder decoder) {
    byName.put(decoder.name(), decoder);
  }

  /** The decoder of this name. */
  public Optional<StoreDecoder> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names. */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(byName.keySet()));
  }

  /**
   * The state inside of several envelopes; the raw value where there are none.
   *
   * @param chain names, from the outside in
   * @throws UndecodableException as by the decoder that it came to
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

  /**
   * How an entry may be decoded, the best first. The last is always bare JSON, or a text for what
   * is no JSON. Libraries that add nothing to the JSON cannot be told apart by it. Never throws,
   * whatever the bytes.
   *
   * @param key the key in localStorage
   * @param raw its string in UTF-8
   */
  public List<Guess> guess(String key, byte[] raw) {
    List<Guess> guesses = new ArrayList<>();
    for (StoreDecoder decoder : byName.values()) {
      String reason = decoder.detect(key, raw);
      if (reason != null) {
        nested(decoder, raw, reason).ifPresent(guesses::add);
        guesses.add(new Guess(List.of(decoder.name()), reason));
      }
    }
    if (guesses.isEmpty() || !guesses.getLast().chain().getLast().equals(JSON)) {
      guesses.add(new Guess(List.of(TEXT), "It is no JSON: a text as it is."));
    }
    return List.copyOf(guesses);
  }

  /** Where one envelope lies in another, both are taken off. */
  private Optional<Guess> nested(StoreDecoder outer, byte[] raw, String reason) {
    return Optional.ofNullable(NESTED.get(outer.name()))
        .flatMap(this::named)
        .flatMap(
            inner -> {
              try {
                // The key speaks for the outer one only.
                String within = inner.detect("", outer.decode(Slice.of(raw)).copy());
                return within == null
                    ? Optional.empty()
                    : Optional.of(
                        new Guess(
                            List.of(outer.name(), inner.name()), reason + " Inside: " + within));
              } catch (UndecodableException e) {
                // A broken envelope: that it was recognised is still worth proposing.
                return Optional.empty();
              }
            });
  }
}
