package dev.crossfade.core.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.legacy.LegacyRecords.Element;
import dev.crossfade.core.legacy.LegacyRecords.Legible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Stores that the real libraries wrote: scripts/legacy-stores. */
class GoldenStoresTest {
  private final StoreDecoders decoders = new StoreDecoders();

  static List<GoldenStore> stores() throws IOException {
    return GoldenStore.all();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aStoreDecodesToTheRecordsPutIn(GoldenStore store) throws Exception {
    for (var collection : store.collections()) {
      // given
      List<Element> elements = new ArrayList<>();

      // when
      for (byte[] raw : store.entriesOf(collection)) {
        Slice state = decoders.decode(collection.envelope(), Slice.of(raw));
        Slice place = JsonPlaces.locate(state, collection.at()).orElseThrow();
        if (collection.shape().equals("single")) {
          elements.add(LegacyRecords.single(place));
        } else {
          LegacyRecords.each(place, elements::add);
        }
      }

      // then
      assertThat(elements)
          .as("%s %s", collection.key(), collection.at())
          .allMatch(Legible.class::isInstance)
          .extracting(element -> ((Legible) element).document())
          .containsExactlyElementsOf(
              collection.records().stream().map(r -> Document.of((ObjectNode) r)).toList());
      if (collection.shape().equals("keyed")) {
        assertThat(elements).extracting(Element::key).containsExactlyElementsOf(collection.keys());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void anEntryThatIsNoRecordDecodesToItsValue(GoldenStore store) throws Exception {
    for (var value : store.values()) {
      // when
      Slice decoded = decoders.decode(value.envelope(), Slice.of(store.entry(value.key())));

      // then
      assertThat(CanonicalJson.bytes(Json.parse(decoded.copy())))
          .as(value.key())
          .asString()
          .isEqualTo(new String(CanonicalJson.bytes(value.value()), Slice.decoder().charset()));
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theBestGuessIsRight(GoldenStore store) {
    assertThat(store.detected().keySet()).isEqualTo(store.entries().keySet());
    store
        .detected()
        .forEach(
            (key, chain) -> {
              // when
              List<Guess> guesses = decoders.guess(key, store.entry(key));

              // then
              assertThat(guesses.getFirst().chain()).as(key).isEqualTo(chain);
              assertThat(guesses).allMatch(guess -> guess.reason().endsWith("."));
              assertThat(guesses.getLast().chain()).isIn(List.of("json"), List.of("vueuse"));
              assertThat(Set.copyOf(guesses)).hasSameSizeAs(guesses);
            });
  }

  @Test
  void everyDecoderHasAStoreOfItsLibrary() throws Exception {
    // given
    Set<String> used = new HashSet<>();
    List<GoldenStore> stores = stores();

    // when
    stores.forEach(store -> store.chains().values().forEach(used::addAll));

    // then
    assertThat(used).isEqualTo(Set.copyOf(decoders.names()));
    assertThat(stores).hasSizeGreaterThanOrEqualTo(12);
    assertThat(stores)
        .allSatisfy(
            store -> assertThat(store.chains().keySet()).isEqualTo(store.entries().keySet()));
  }
}
