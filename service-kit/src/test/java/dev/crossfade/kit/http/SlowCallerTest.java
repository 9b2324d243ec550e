package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.http.RawCaller.Answer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowCallerTest {
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final BodyReader BODIES = new BodyReader(1 << 20, 1 << 20);

  private static final KitServer SERVER = server(times(SHORT, SHORT, SHORT, SHORT, SHORT));

  private static HttpTimeouts times(
      Duration idle, Duration head, Duration stall, Duration body, Duration write) {
    return new HttpTimeouts(idle, head, stall, body, write, Duration.ofMillis(200));
  }

  private static KitServer server(HttpTimeouts times, Route... more) {
    Route echo =
        Route.post(
            "/echo", Access.open(), (req, res, who) -> Responses.json(res, 200, BODIES.read(req)));
    return new KitServer(
        KitServer.BY_ROLE,
        HttpLimits.defaults().withTimeouts(times),
        more.length == 0 ? new Route[] {echo} : new Route[] {echo, more[0]});
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static void isTimedOut(RawCaller caller) throws Exception {
    Answer answer = caller.answer();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.has("content-type: application/problem+json")).isTrue();
    assertThat(answer.has("connection: close")).isTrue();
    assertThat(answer.body()).contains("/request-timeout");
    assertThat(caller.isClosed()).isTrue();
  }

  @Test
  void aConnectionThatSaysNothingIsClosedWithoutAWord() throws Exception {
    try (RawCaller caller = SERVER.raw()) {
      // when, then
      assertThat(caller.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P",
        "POST /echo",
        "POST /echo HTTP/1.1\r\nHost: loc",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\n"
      })
  void aHeadThatStallsIs408(String part) throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.send(part);

      // then
      isTimedOut(caller);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
  void aBodyThatStallsIs408(String framing) throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /echo", framing).send("5\r\nabc");

      // then
      isTimedOut(caller);
    }
  }

  @Test
  void aHeadThatDripsIs408() throws Exception {
    // given a caller that never stalls for long, yet never gets done
    try (KitServer server = server(times(LONG, SHORT, LONG, LONG, LONG));
        RawCaller caller = server.raw();
        Drip drip = new Drip(caller, "POST /echo HTTP/1.1\r\n", "X")) {
      // when, then
      assertThat(caller.answer().status()).isEqualTo(408);
      assertThat(drip.count()).isGreaterThan(3);
    }
  }

  @Test
  void aBodyThatDripsIs408() throws Exception {
    // given
    String head = RawCaller.headText("POST /echo", "Content-Length: 100000");
    try (KitServer server = server(times(LONG, LONG, LONG, SHORT, LONG));
        RawCaller caller = server.raw();
        Drip drip = new Drip(caller, head, "x")) {
      // when, then
      assertThat(caller.answer().status()).isEqualTo(408);
      assertThat(drip.count()).isGreaterThan(3);
    }
  }

  @Test
  void aHandlerMayTakeLongerThanAnyTimeOut() throws Exception {
    // given
    CountDownLatch go = new CountDownLatch(1);
    Route slow =
        Route.get(
            "/slow",
            Access.open(),
            (req, res, who) -> {
              assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
              Responses.empty(res, 204);
            });
    try (KitServer server = server(times(SHORT, SHORT, SHORT, SHORT, SHORT), slow);
        RawCaller caller = server.raw();
        RawCaller clock = server.raw()) {
      caller.head("GET /slow");
      // when another connection's idle time-out shows that the time is over
      assertThat(clock.rest()).isEmpty();
      go.countDown();

      // then
      assertThat(caller.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void aCallerThatTakesNothingIsCut() throws Exception {
    // given
    AtomicReference<Throwable> end = new AtomicReference<>();
    Route endless =
        Route.get(
            "/endless",
            Access.open(),
            (req, res, who) -> {
              try (var out = res.outputStream()) {
                byte[] piece = new byte[1 << 16];
                while (true) {
                  out.write(piece);
                }
              } catch (Throwable e) {
                end.set(e);
                throw e;
              }
            });
    try (KitServer server = server(times(LONG, LONG, LONG, LONG, SHORT), endless);
        RawCaller caller = server.raw()) {
      // when
      caller.head("GET /endless");

      // then
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> end.get() != null);
    }
  }

  @Test
  void aRequestInTimeIsServedAfterOthersTimedOut() throws Exception {
    // given
    try (RawCaller slow = SERVER.raw();
        RawCaller quick = SERVER.raw()) {
      slow.send("POST /ec");

      // when
      Answer answer = quick.head("POST /echo", "Content-Length: 2").send("ok").answer();

      // then
      assertThat(answer.body()).isEqualTo("ok");
      isTimedOut(slow);
    }
  }

  /** Sends a byte each 20 ms until the server has enough of it. */
  private static final class Drip implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    Drip(RawCaller caller, String head, String drop) throws Exception {
      caller.send(head);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (!stop.await(20, TimeUnit.MILLISECONDS)) {
                    caller.send(drop);
                    count.incrementAndGet();
                  }
                } catch (java.io.IOException | InterruptedException e) {
                  // the server has closed
                }
              });
    }

    int count() {
      return count.get();
    }

    @Override
    public void close() {
      stop.countDown();
    }
  }
}
