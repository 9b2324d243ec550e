package dev.crossfade.core.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Every byte of every golden entry, changed: what comes of it is a value that is sound JSON, or a
 * problem with a pointer and a sentence without data. Anything else that is thrown fails the test.
 */
class MutatedStoresTest {
  /** What ends strings, opens, escapes, is in no UTF-8, and makes numbers grow. */
  private static final byte[] PUT = {'"', '{', '\\', (byte) 0xFF, 0, '9'};

  private static final JsonFactory JSON = new JsonFactory();
  private static final int[] FLIPS = {0x01, 0x10};

  private final StoreDecoders decoders = new StoreDecoders();
  private int values;
  private int problems;
  private int pointed;

  static List<GoldenStore> stores() throws IOException {
    return GoldenStore.all();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aChangedByteIsAValueOrAProblem(GoldenStore store) {
    for (var entry : store.chains().entrySet()) {
      byte[] raw = store.entry(entry.getKey());
      for (int i = 0; i < raw.length; i++) {
        byte original = raw[i];
        for (int flip : FLIPS) {
          raw[i] = (byte) (original ^ flip);
          decode(store, entry, raw);
        }
        // Two of six at each byte, in turn: all of them at each would take a minute.
        for (int put : new int[] {i, i + PUT.length / 2}) {
          raw[i] = PUT[put % PUT.length];
          decode(store, entry, raw);
        }
        raw[i] = original;
      }
    }
    assertThat(values + problems).isPositive();
    if (store.values().isEmpty()) {
      assertThat(values).isPositive();
      assertThat(problems).isGreaterThan(values / 2);
      assertThat(pointed).isGreaterThan(problems / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aStoreThatIsCutOffIsAProblem(GoldenStore store) {
    for (var entry : store.chains().entrySet()) {
      byte[] raw = store.entry(entry.getKey());
      for (int length = 0; length < raw.length; length++) {
        decode(store, entry, Arrays.copyOf(raw, length));
      }
    }
    if (store.values().isEmpty()) {
      assertThat(values).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void guessingNeverFails(GoldenStore store) {
    for (var entry : store.entries().entrySet()) {
      byte[] raw = entry.getValue();
      for (int i = 0; i < raw.length; i += 3) {
        byte original = raw[i];
        raw[i] = PUT[i % PUT.length];
        assertThat(decoders.guess(entry.getKey(), raw)).isNotEmpty();
        raw[i] = original;
      }
    }
  }

  private void decode(GoldenStore store, Map.Entry<String, List<String>> entry, byte[] raw) {
    try {
      Slice state = decoders.decode(entry.getValue(), Slice.of(raw));
      values++;
      assertSound(state);
      for (var collection : store.collections()) {
        if (collection.key().equals(entry.getKey())) {
          records(state, collection.at());
        }
      }
    } catch (UndecodableException e) {
      problems++;
      pointed += e.pointer().isEmpty() ? 0 : 1;
      assertProblem(e);
    }
  }

  /** By a parser of its own, without the limits of this system. */
  private static void assertSound(Slice state) {
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), state.bytes(), state.from(), state.length())) {
      parser.nextToken();
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }

  private static void records(Slice state, String at) throws UndecodableException {
    var place = JsonPlaces.locate(state, at);
    if (place.isPresent()) {
      LegacyRecords.single(place.get());
      LegacyRecords.each(place.get(), element -> assertThat(element.pointer()).startsWith("/"));
    }
  }

  private static void assertProblem(UndecodableException e) {
    if (!e.pointer().isEmpty() && e.pointer().charAt(0) != '/') {
      throw new AssertionError("no pointer: " + e.pointer());
    }
    if (!e.detail().matches("[A-Za-z][-A-Za-z0-9 _,.:']*\\.")) {
      throw new AssertionError("no plain sentence: " + e.detail());
    }
  }
}
