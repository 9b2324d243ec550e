package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.http.RawCaller.Answer;
import dev.crossfade.kit.problem.Problem;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpServerTest {
  private static final BodyReader BODIES = new BodyReader(1 << 20, 1 << 20);

  private static final KitServer SERVER =
      new KitServer(
          Route.get(
              "/v1/{m}/records/{domain}/{id}",
              Access.open(),
              (req, res, who) ->
                  Responses.json(
                      res,
                      200,
                      Map.of(
                          "m", req.path().pathParameters().get("m"),
                          "id", req.path().pathParameters().get("id")))),
          Route.post(
              "/v1/{m}/events",
              Access.open(),
              (req, res, who) -> Responses.json(res, 202, BODIES.read(req))),
          Route.get("/v1/{m}/events", Access.open(), (req, res, who) -> Responses.empty(res, 204)),
          Route.get(
              "/sql",
              Access.open(),
              (req, res, who) -> {
                res.header("ETag", "secret-etag");
                throw new SQLException("SELECT name FROM students WHERE id = 'canary'", "42P01");
              }),
          Route.get(
              "/error",
              Access.open(),
              (req, res, who) -> {
                throw new StackOverflowError("canary");
              }),
          Route.get(
              "/late",
              Access.open(),
              (req, res, who) -> {
                throw new Problem(
                        "not-yet-applied",
                        "Not yet applied",
                        503,
                        "Position 3:1042 is not applied yet.",
                        null,
                        List.of(new Problem.Error("too big", "#/data/age")),
                        2)
                    .exception();
              }),
          Route.get("/silent", Access.open(), (req, res, who) -> {}),
          Route.get(
              "/torn",
              Access.open(),
              (req, res, who) -> {
                var out = res.outputStream();
                out.write(new byte[100_000]);
                out.flush();
                throw new IllegalStateException("canary");
              }));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void parametersAreDecodedOneSegmentEach() throws Exception {
    // when
    var answer = SERVER.get("/v1/school/records/students/a%2Fb+%C3%A9");

    // then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("m").stringValue()).isEqualTo("school");
    assertThat(json(answer).get("id").stringValue()).isEqualTo("a/b+é");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/school", "/v1//events", "/v1/school/events/", "/V1/a/events"})
  void anUnknownPathIs404(String path) throws Exception {
    // when
    var answer = SERVER.get(path);

    // then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).get("type").stringValue())
        .isEqualTo("https://crossfade.dev/problems/not-found");
    assertThat(json(answer).get("status").intValue()).isEqualTo(404);
  }

  @Test
  void anotherMethodIs405WithAllow() throws Exception {
    // when
    var answer = SERVER.send(SERVER.request("/v1/school/events").DELETE());

    // then
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sql", "/error", "/silent"})
  void aFaultIs500AndTellsNothing(String path) throws Exception {
    // when
    var answer = SERVER.get(path);

    // then
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(json(answer).get("type").stringValue()).endsWith("/internal");
    assertThat(json(answer).get("instance").stringValue())
        .matches("urn:crossfade:error:[0-9a-f]{16}");
    assertThat(answer.body())
        .doesNotContain("canary", "SELECT", "Exception", "java.", "dev.crossfade.kit");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void aProblemIsSentAsItIs() throws Exception {
    // when
    var answer = SERVER.get("/late");

    // then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(json(answer).get("detail").stringValue()).contains("3:1042");
    assertThat(json(answer).at("/errors/0/pointer").stringValue()).isEqualTo("#/data/age");
  }

  @Test
  void aFaultWithinAnAnswerCutsIt() throws Exception {
    // when
    try (RawCaller caller = SERVER.raw()) {
      caller.head("GET /torn");
      Answer head = caller.answer();
      String rest = caller.rest();

      // then
      assertThat(head.status()).isEqualTo(200);
      assertThat(rest).doesNotEndWith("0\r\n\r\n").doesNotContain("canary");
    }
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      for (int i = 0; i < 50; i++) {
        // when
        Answer answer =
            caller.head("POST /v1/school/events", "Content-Length: 2").send("{}").answer();

        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{}");
      }
    }
  }

  @Test
  void aCallerThatSaysCloseIsClosed() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("GET /v1/school/events", "Connection: close");

      // then
      assertThat(caller.answer().status()).isEqualTo(204);
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void aRefusedBodyIsNotTakenForARequest() throws Exception {
    // given a body that looks like a request, sent to a path that does not exist
    String body = RawCaller.headText("GET /v1/school/events");
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /nowhere", "Content-Length: " + body.length()).send(body);
      caller.head("POST /v1/school/events", "Content-Length: 4").send("last");

      // then
      assertThat(caller.answer().status()).isEqualTo(404);
      assertThat(caller.answer().body()).isEqualTo("last");
    }
  }

  @Test
  void twoRoutesForOneOperationAreRefused() {
    // given
    Route route = Route.get("/a/{x}", Access.open(), (req, res, who) -> {});
    Route same = Route.get("/a/{y}", Access.open(), (req, res, who) -> {});

    // when, then
    assertThatThrownBy(
            () ->
                HttpServer.builder()
                    .authenticator(KitServer.BY_ROLE)
                    .routes(List.of(route, same))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /a/{y}");
  }

  @Test
  void stoppingTwiceIsFine() throws Exception {
    // given
    KitServer server =
        new KitServer(Route.get("/", Access.open(), (q, r, w) -> Responses.empty(r, 204)));
    assertThat(server.get("/").statusCode()).isEqualTo(204);

    int port = server.port();

    // when
    server.server().stop();
    server.close();

    // then
    assertThatThrownBy(() -> new RawCaller(port)).isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void aRequestThatRunsWhenTheServerStopsIsAnswered() throws Exception {
    // given
    var entered = new java.util.concurrent.CountDownLatch(1);
    var go = new java.util.concurrent.CountDownLatch(1);
    try (KitServer server =
            new KitServer(
                KitServer.BY_ROLE,
                HttpLimits.defaults(),
                Route.get(
                    "/slow",
                    Access.open(),
                    (req, res, who) -> {
                      entered.countDown();
                      go.await();
                      Responses.json(res, 200, "done".getBytes(StandardCharsets.UTF_8));
                    }));
        RawCaller caller = server.raw()) {
      caller.head("GET /slow");
      entered.await();

      // when
      Thread stopping = Thread.ofVirtual().start(() -> server.server().stop());
      go.countDown();

      // then
      assertThat(caller.answer().body()).isEqualTo("done");
      stopping.join();
    }
  }
}
