package dev.crossfade.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  @Test
  @DisplayName("Hexadecimal text and stored bytes give the digest again")
  void roundTrip() {
    // given
    Digest digest = Digest.of("crossfade".getBytes(UTF_8));

    // then
    assertThat(digest.hex()).matches("[0-9a-f]{64}").hasToString(digest.toString());
    assertThat(Digest.parse(digest.hex())).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(Digest.stored(digest.bytes())).isEqualTo(digest);
  }

  @Test
  @DisplayName("Nobody changes a digest through its bytes")
  void copies() {
    // given
    Digest digest = Digest.of(new byte[0]);

    // when
    digest.bytes()[0]++;

    // then
    assertThat(digest).isEqualTo(Digest.of(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "0",
        "zz00000000000000000000000000000000000000000000000000000000000000",
        "00000000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesOtherText(String hex) {
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(hex));
  }
}
