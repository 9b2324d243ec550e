package dev.crossfade.ingest.admit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String SOUND = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String OTHER = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  @Test
  void theAttributeGoesBeforeTheHeader() {
    // when, then
    assertThat(TraceParent.of(SOUND, OTHER)).isEqualTo(SOUND);
    assertThat(TraceParent.of(null, OTHER)).isEqualTo(OTHER);
    assertThat(TraceParent.of(null, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nx: y"
      })
  void whatIsNotSoundIsDropped(String text) {
    // when, then
    assertThat(TraceParent.of(text, null)).isNull();
  }
}
