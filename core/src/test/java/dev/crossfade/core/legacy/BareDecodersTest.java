package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static dev.crossfade.core.legacy.Decoding.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that are JSON, or a text, with nothing around it. */
class BareDecodersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"json", "pinia", "vuex", "redux-localstorage", "jotai", "redux-persist-4"})
  void bareJsonStaysAsItIs(String decoder) throws Exception {
    // given
    String json = "{\"n\": 1.50e+2, \"s\":\"\\u00e9\\ud800\", \"deep\":[[ ]]}";

    // then
    assertThat(decoded(decoder, " \n" + json + "\t")).isEqualTo(json);
    assertThat(problem(decoder, "plain text")).contains("at byte");
    assertThat(problem(decoder, "{} {}")).isEqualTo("Something follows the value.");
  }

  @Test
  void bareJsonIsNotCopied() throws Exception {
    // given
    Slice raw = slice("[1,2]");

    // when
    Slice decoded = new StoreDecoders().named("json").orElseThrow().decode(raw);

    // then
    assertThat(decoded.bytes()).isSameAs(raw.bytes());
    assertThat(decoded.from()).isEqualTo(raw.from());
  }

  @Test
  void vueuseTakesForAStringWhatIsNothingElse() throws Exception {
    assertThat(decoded("vueuse", "")).isEqualTo("\"\"");
    assertThat(decoded("vueuse", "a \"b\" \\ \n\u0001\u0000 é🎓"))
        .isEqualTo("\"a \\\"b\\\" \\\\ \\u000a\\u0001\\u0000 é🎓\"");
    assertThat(decoded("vueuse", "\"quoted\"")).isEqualTo("\"\\\"quoted\\\"\"");
    assertThat(decoded("vueuse", "null")).isEqualTo("\"null\"");
    assertThat(decoded("vueuse", "NaN")).isEqualTo("\"NaN\"");
    assertThat(decoded("vueuse", "007")).isEqualTo("\"007\"");
    assertThat(decoded("vueuse", " 7")).isEqualTo("\" 7\"");
    assertThat(decoded("vueuse", "\uFEFFx")).isEqualTo("\"\uFEFFx\"");
    assertThat(decoded("vueuse", "2024-02-29T12:34:56.789Z"))
        .isEqualTo("\"2024-02-29T12:34:56.789Z\"");
    assertThat(decoded("vueuse", "-1.50E3")).isEqualTo("-1.50E3");
    assertThat(decoded("vueuse", "true")).isEqualTo("true");
    assertThat(decoded("vueuse", "[1, 2]")).isEqualTo("[1, 2]");
  }

  @Test
  void aTextThatOpensLikeJsonMustBeJson() {
    assertThat(problem("vueuse", "{\"a\":1")).isEqualTo("/a: The JSON ends in the middle.");
    assertThat(problem("ngrx", "[1,")).contains("The JSON ends in the middle.");
  }

  @Test
  void ngrxWritesNullAsJson() throws Exception {
    assertThat(decoded("ngrx", "null")).isEqualTo("null");
    assertThat(decoded("ngrx", "Bearer x")).isEqualTo("\"Bearer x\"");
    assertThat(decoded("ngrx", "\"")).isEqualTo("\"\\\"\"");
  }

  @Test
  void aTextThatIsNotUtf8IsAProblem() {
    // given
    byte[] overlong = {'a', (byte) 0xC0, (byte) 0x80};

    // then
    assertThat(
            catchThrowable(
                () -> new StoreDecoders().named("ngrx").orElseThrow().decode(Slice.of(overlong))))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("The value is not UTF-8.");
  }

  @Test
  void aMapBecomesAnObject() throws Exception {
    assertThat(decoded("vueuse-map", "[ [\"a\", {\"n\":1.0}], [2,null],[true, []] ]"))
        .isEqualTo("{\"a\":{\"n\":1.0},\"2\":null,\"true\":[]}");
    assertThat(decoded("vueuse-map", "[]")).isEqualTo("{}");
    assertThat(decoded("vueuse-map", "[[\"\\ud800\\\"\",1]]")).isEqualTo("{\"\\ud800\\\"\":1}");
  }

  @Test
  void aMapIsPairsWithKeysThatCanBeNames() {
    assertThat(problem("vueuse-map", "{}")).isEqualTo("This is no list of pairs.");
    assertThat(problem("vueuse-map", "[1]")).isEqualTo("Element 0 is no pair of key and value.");
    assertThat(problem("vueuse-map", "[[]]")).isEqualTo("Element 0 is no pair of key and value.");
    assertThat(problem("vueuse-map", "[[1,2],[3]]")).contains("Element 1 is no pair");
    assertThat(problem("vueuse-map", "[[1,2,3]]")).contains("Element 0 is no pair");
    assertThat(problem("vueuse-map", "[[{},2]]")).isEqualTo("The Map's key 0 cannot be a name.");
    assertThat(problem("vueuse-map", "[[null,2]]")).contains("cannot be a name");
    assertThat(problem("vueuse-map", "[[\"a/\",2],[\"a/\",2]]"))
        .isEqualTo("/a~1: The Map holds this key twice.");
  }

  @Test
  void aMapOfRecordsIsRecognisedAndPointsAreNot() {
    // given
    VueuseMapDecoder decoder = new VueuseMapDecoder();

    // then
    assertThat(decoder.detect("k", bytes("[[\"a\",{}],[2,{}]]"))).contains("VueUse");
    assertThat(decoder.detect("k", bytes("[[1,2],[3,4]]"))).isNull();
    assertThat(decoder.detect("k", bytes("[[\"a\",{}],[2]]"))).isNull();
    assertThat(decoder.detect("k", bytes("[]"))).isNull();
  }

  @Test
  void keysGiveLibrariesAway() {
    // given
    StoreDecoders decoders = new StoreDecoders();
    byte[] raw = bytes("{\"a\":1}");

    // then
    assertThat(decoders.guess("vuex", raw).getFirst().chain()).containsExactly("vuex");
    assertThat(decoders.guess("redux", raw).getFirst().chain())
        .containsExactly("redux-localstorage");
    assertThat(decoders.guess("reduxPersist:a", raw).getFirst().chain())
        .containsExactly("redux-persist-4");
    assertThat(decoders.guess("my-pinia", raw).getFirst().chain()).containsExactly("pinia");
    assertThat(decoders.guess("vuex", bytes("{\"a\":")).getFirst().chain())
        .containsExactly("vueuse");
  }
}
