package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.http.RawCaller.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestTest {
  private static final BodyReader BODIES = new BodyReader(1 << 20, 1 << 20);
  private static final KitServer SERVER =
      new KitServer(
          Route.get("/ok", Access.open(), (req, res, who) -> Responses.empty(res, 204)),
          Route.post(
              "/echo",
              Access.open(),
              (req, res, who) -> Responses.json(res, 200, BODIES.read(req))));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  static Stream<Arguments> requests() {
    String ok = "GET /ok HTTP/1.1\r\n";
    String post = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
    return Stream.of(
        Arguments.of("no request", "\r\n\r\n", 400),
        Arguments.of("noise", "\0\1\2\3\r\n\r\n", 400),
        Arguments.of("TLS hello", "\26\3\1\2\0\1\0\1\r\n", 400),
        Arguments.of("no version", "GET /ok\r\n\r\n", 400),
        Arguments.of("old version", "GET /ok HTTP/1.0\r\nHost: localhost\r\n\r\n", 505),
        Arguments.of("future version", "GET /ok HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("line feeds only", "GET /ok HTTP/1.1\nHost: localhost\n\n", 400),
        Arguments.of("no host", ok + "\r\n", 400),
        Arguments.of("two hosts", ok + "Host: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("bad host", ok + "Host: a b\r\n\r\n", 400),
        Arguments.of("no colon", ok + "Host: localhost\r\nnonsense\r\n\r\n", 400),
        Arguments.of("space in name", ok + "Host: localhost\r\nX Y: 1\r\n\r\n", 400),
        Arguments.of("bad query", "GET /ok?a=\"<script> HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("bad escape", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("length no number", post + "Content-Length: x\r\n\r\n", 400),
        Arguments.of("length negative", post + "Content-Length: -1\r\n\r\n", 400),
        Arguments.of("length huge", post + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Arguments.of("two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        Arguments.of("beyond the cap", post + "Content-Length: 9999999999\r\n\r\n", 413),
        Arguments.of(
            "length and chunks",
            post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("chunks twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n", 400),
        Arguments.of("gzip transfer", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        Arguments.of("bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        Arguments.of(
            "negative chunk", post + "Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n", 400),
        Arguments.of("huge chunk", post + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", 413),
        Arguments.of(
            "endless chunk size",
            post + "Transfer-Encoding: chunked\r\n\r\n" + "0".repeat(4_000),
            400),
        Arguments.of("long line", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n", 414),
        Arguments.of("long header", ok + "X: " + "a".repeat(40_000) + "\r\n\r\n", 400),
        Arguments.of("many headers", ok + "X: 1\r\n".repeat(10_000) + "\r\n", 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void isAnsweredWithAProblemAndClosed(String name, String request, int status) throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.send(request);
      Answer answer = caller.answer();

      // then
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.has("content-type: application/problem+json")).isTrue();
      assertThat(answer.has("x-content-type-options: nosniff")).isTrue();
      assertThat(answer.body())
          .contains("https://crossfade.dev/problems/")
          .doesNotContain("script", "Exception", "helidon");
      assertThat(caller.isClosed()).isTrue();
    }
    assertThat(SERVER.get("/ok").statusCode()).isEqualTo(204);
  }

  @Test
  void aBodyThatEndsEarlyEndsTheConnection() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /echo", "Content-Length: 10").send("half").endOutput();

      // then
      assertThat(caller.rest()).doesNotContain("200 OK");
    }
    assertThat(SERVER.get("/ok").statusCode()).isEqualTo(204);
  }

  @Test
  void aResetInTheMidstOfABodyHarmsNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      // when
      try (RawCaller caller = SERVER.raw()) {
        caller.head("POST /echo", "Content-Length: 1000000").send("x".repeat(i * 1000));
      }
    }

    // then
    assertThat(SERVER.get("/ok").statusCode()).isEqualTo(204);
  }
}
