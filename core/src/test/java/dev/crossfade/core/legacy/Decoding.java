package dev.crossfade.core.legacy;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes texts and shows texts, so that a test reads as what a browser shows. */
final class Decoding {
  private static final StoreDecoders DECODERS = new StoreDecoders();

  private Decoding() {}

  /** A slice that lies inside of a larger array, as one from an outer decoder does. */
  static Slice slice(String text) {
    byte[] inner = bytes(text);
    byte[] around = bytes("]}\"" + text + "\"{[");
    return new Slice(around, 3, 3 + inner.length);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Slice slice) {
    return new String(slice.copy(), StandardCharsets.UTF_8);
  }

  static String decoded(String decoder, String raw) throws UndecodableException {
    return text(DECODERS.decode(List.of(decoder), slice(raw)));
  }

  /** The problem as "pointer: sentence". */
  static String problem(String decoder, String raw) {
    return String.valueOf(
        assertThatExceptionOfType(UndecodableException.class)
            .isThrownBy(() -> decoded(decoder, raw))
            .actual()
            .getMessage());
  }
}
