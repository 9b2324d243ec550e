package dev.crossfade.core.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is wrapped comes out again by the decoders. */
class StoreEncoderTest {
  private static final StoreDecoders DECODERS = new StoreDecoders();

  static Stream<List<String>> envelopes() {
    return Stream.concat(
        DECODERS.names().stream().filter(n -> StoreEncoder.writes(List.of(n))).map(List::of),
        Stream.of(
            List.of(),
            List.of("zustand", "superjson"),
            List.of("redux-persist", "superjson"),
            List.of("zustand", "redux-persist", "zustand")));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  @DisplayName("each envelope that is written is read again")
  void roundTrip(List<String> envelope) throws UndecodableException {
    // given
    JsonNode state =
        Json.parse(
            """
            {"todos": [{"id": "1", "title": "a \\"b\\" \\\\ é🎓", "n": 1.50}, {}], "by": {"x": {"y": null}},
             "a.b": true, "json": 5, "state": {}}
            """
                .getBytes(UTF_8));

    // when
    String raw = StoreEncoder.encode(envelope, state);

    // then
    Slice decoded = DECODERS.decode(envelope, Slice.of(raw.getBytes(UTF_8)));
    assertThat(Json.parse(decoded.copy())).isEqualTo(state);
  }

  @Test
  @DisplayName("what cannot be written is bare JSON; all but one decoder have a way back")
  void bare() {
    assertThat(
            StoreEncoder.encode(
                List.of("zustand", "tanstack-query"), Json.parse("[1]".getBytes(UTF_8))))
        .isEqualTo("[1]");
    assertThat(DECODERS.names().stream().filter(name -> !StoreEncoder.writes(List.of(name))))
        .containsExactly("tanstack-query");
  }

  @Test
  @DisplayName("as the libraries write them")
  void spelled() {
    JsonNode state = Json.parse("{\"a\":[\"x\"]}".getBytes(UTF_8));

    assertThat(StoreEncoder.encode(List.of("zustand"), state))
        .isEqualTo("{\"state\":{\"a\":[\"x\"]},\"version\":0}");
    assertThat(StoreEncoder.encode(List.of("redux-persist"), state))
        .isEqualTo(
            "{\"a\":\"[\\\"x\\\"]\",\"_persist\":\"{\\\"version\\\":-1,\\\"rehydrated\\\":true}\"}");
  }
}
