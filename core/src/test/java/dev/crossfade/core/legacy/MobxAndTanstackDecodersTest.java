package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MobxAndTanstackDecodersTest {
  private static final String NAME = "mobx-persist-store";
  private static final String QUERY = "tanstack-query";

  @Test
  void mobxLosesItsOwnMember() throws Exception {
    assertThat(decoded(NAME, "{\"a\": [1.0] ,\"__mps__\":{\"version\":1},\"__proto__\":2}"))
        .isEqualTo("{\"a\":[1.0],\"__proto__\":2}");
    assertThat(decoded(NAME, "{\"__mps__\":{}}")).isEqualTo("{}");
    assertThat(decoded(NAME, "{\"a\":{\"__mps__\":1}}")).isEqualTo("{\"a\":{\"__mps__\":1}}");
    assertThat(problem(NAME, "[1]")).contains("no object");
    assertThat(problem(NAME, "{\"a\":{\"b\":nul}}")).startsWith("/a/b: ");
  }

  @Test
  void mobxIsRecognised() {
    MobxPersistStoreDecoder decoder = new MobxPersistStoreDecoder();
    assertThat(decoder.detect("k", bytes("{\"a\":1,\"__mps__\":{}}"))).contains("__mps__");
    assertThat(decoder.detect("k", bytes("{\"a\":{\"__mps__\":{}}}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"__mps__\":1}"))).isNull();
  }

  @Test
  void queriesLieUnderTheirHashes() throws Exception {
    // given
    String raw =
        """
        {"timestamp":1,"buster":"","clientState":{"mutations":[{"state":{"data":1}}],"queries":[
        {"queryHash":"[\\"a\\"]","state":{"dataUpdatedAt":1,"data": {"n":1.0} }},
        {"state":{"data":[]},"queryKey":["b"],"queryHash":"[\\"b\\"]"},
        {"queryHash":"[\\"c\\"]","state":{"status":"pending"}}]}}\
        """;

    // then
    assertThat(decoded(QUERY, raw)).isEqualTo("{\"[\\\"a\\\"]\":{\"n\":1.0},\"[\\\"b\\\"]\":[]}");
    assertThat(decoded(QUERY, "{\"clientState\":{\"queries\":[]}}")).isEqualTo("{}");
  }

  @Test
  void whatIsNoPersistedClientIsAProblem() {
    assertThat(problem(QUERY, "{}")).isEqualTo("The member clientState is missing.");
    assertThat(problem(QUERY, "{\"clientState\":1}")).contains("no object with a member queries");
    assertThat(problem(QUERY, "{\"clientState\":{}}")).isEqualTo("The member queries is missing.");
    assertThat(problem(QUERY, queries("{}"))).isEqualTo("clientState.queries is no list.");
    assertThat(problem(QUERY, queries("[1]"))).isEqualTo("The query at position 0 is no object.");
    assertThat(problem(QUERY, queries("[{\"queryHash\":1,\"state\":{}}]")))
        .isEqualTo("The query at position 0 has no queryHash.");
    assertThat(problem(QUERY, queries("[{\"queryHash\":\"a/\",\"state\":1}]")))
        .isEqualTo("/a~1: The query has no state.");
    assertThat(
            problem(
                QUERY,
                queries("[{\"queryHash\":\"a\",\"state\":{}},{\"queryHash\":\"a\",\"state\":{}}]")))
        .isEqualTo("/a: Two queries have this hash.");
  }

  @Test
  void tanstackIsRecognised() {
    TanstackQueryDecoder decoder = new TanstackQueryDecoder();
    assertThat(decoder.detect("k", bytes("{\"buster\":\"\",\"timestamp\":1,\"clientState\":{}}")))
        .contains("TanStack");
    assertThat(decoder.detect("k", bytes("{\"buster\":\"\",\"timestamp\":1}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"clientState\":{}}"))).isNull();
  }

  private static String queries(String queries) {
    return "{\"clientState\":{\"queries\":" + queries + "}}";
  }
}
