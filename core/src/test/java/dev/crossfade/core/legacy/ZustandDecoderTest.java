package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static dev.crossfade.core.legacy.Decoding.slice;
import static dev.crossfade.core.legacy.Decoding.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZustandDecoderTest {
  private final ZustandDecoder decoder = new ZustandDecoder();

  @Test
  void theStateIsARangeOfTheRawString() throws Exception {
    // given
    Slice raw = slice("{\"version\":3, \"state\" : { \"n\": 1.50 } }");

    // when
    Slice state = decoder.decode(raw);

    // then
    assertThat(text(state)).isEqualTo("{ \"n\": 1.50 }");
    assertThat(state.bytes()).isSameAs(raw.bytes());
  }

  @Test
  void anyStateIsGiven() throws Exception {
    assertThat(decoded("zustand", "{\"state\":null}")).isEqualTo("null");
    assertThat(decoded("zustand", "{\"state\":\"a\\\"}b\",\"version\":0}"))
        .isEqualTo("\"a\\\"}b\"");
    assertThat(decoded("zustand", "{\"state\":-1e5}")).isEqualTo("-1e5");
  }

  @Test
  void whatIsNoEnvelopeIsAProblem() {
    assertThat(problem("zustand", "[]")).isEqualTo("This is no object with a member state.");
    assertThat(problem("zustand", "\"state\"")).contains("no object");
    assertThat(problem("zustand", "{}")).isEqualTo("The member state is missing.");
    assertThat(problem("zustand", "{\"States\":{}}")).contains("missing");
    assertThat(problem("zustand", "{\"state\":{}} 1")).isEqualTo("Something follows the value.");
    assertThat(problem("zustand", "{\"state\":1,\"state\":2}"))
        .isEqualTo("An object holds a name twice.");
  }

  @Test
  void pointersBeginInTheState() {
    assertThat(problem("zustand", "{\"state\":{\"a/b\":[1,{\"c\":tru}]}}"))
        .startsWith("/a~1b/1/c: This is no sound JSON");
    assertThat(problem("zustand", "{\"state\":{},\"version\":x}"))
        .startsWith("This is no sound JSON");
  }

  @Test
  void itsShapeIsRecognised() {
    assertThat(decoder.detect("k", bytes("{\"state\":{},\"version\":0}"))).contains("zustand");
    assertThat(decoder.detect("k", bytes("{\"state\":{}}"))).contains("zustand");
    assertThat(decoder.detect("k", bytes("{\"state\":\"open\",\"version\":0}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"state\":{},\"version\":\"0\"}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"state\":{},\"version\":0,\"id\":1}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"state\":{},\"version\":0"))).isNull();
  }
}
