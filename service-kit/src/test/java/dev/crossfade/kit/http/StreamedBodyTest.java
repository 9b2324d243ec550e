package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.Identity;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {
  private static final int MAX_BODY = 64 * 1024;
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final HttpLimits LIMITS =
      new HttpLimits(
          8_192,
          8_192,
          MAX_BODY,
          100,
          new HttpTimeouts(LONG, LONG, LONG, SHORT, LONG, Duration.ofMillis(200)));

  private static final CountDownLatch GONE = new CountDownLatch(1);

  private static final KitServer SERVER =
      new KitServer(
          KitServer.BY_ROLE,
          LIMITS,
          Route.post("/count", Access.open(), StreamedBodyTest::count).streaming(),
          Route.post("/slow", Access.open(), StreamedBodyTest::slow).streaming(),
          Route.post("/plain", Access.open(), StreamedBodyTest::count));

  private static void count(ServerRequest request, ServerResponse response, Identity who)
      throws Exception {
    long length = 0;
    try (InputStream in = StreamedBody.open(request)) {
      byte[] piece = new byte[10_000];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        length += n;
      }
    } catch (CloseConnectionException e) {
      GONE.countDown();
      throw e;
    }
    Responses.json(response, 200, length);
  }

  /** Takes longer than a body may. */
  private static void slow(ServerRequest request, ServerResponse response, Identity who)
      throws Exception {
    try (InputStream in = StreamedBody.open(request)) {
      in.readNBytes(30_000);
      boolean never = new CountDownLatch(1).await(2 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(never).isFalse();
      Responses.json(response, 200, 30_000 + in.readAllBytes().length);
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static HttpResponse<String> chunked(String path, byte[] body) throws Exception {
    return SERVER.send(
        SERVER
            .request(path)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  @Test
  @DisplayName("a streaming route takes a body of any length, with and without Content-Length")
  void anyLength() throws Exception {
    // given
    byte[] body = new byte[50 * MAX_BODY];

    // when, then
    assertThat(SERVER.post("/count", body).body()).isEqualTo("" + body.length);
    assertThat(chunked("/count", body).body()).isEqualTo("" + body.length);
  }

  @Test
  @DisplayName("any other route does not")
  void otherRoutes() throws Exception {
    // given
    byte[] body = new byte[2 * MAX_BODY];

    // when, then
    assertThat(SERVER.post("/plain", body).statusCode()).isEqualTo(413);
    assertThat(chunked("/plain", body).statusCode()).isEqualTo(413);
    assertThat(chunked("/plain", new byte[MAX_BODY / 2]).statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("a chunk is bounded, since it is held in one piece")
  void boundedChunk() throws Exception {
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /count", "Transfer-Encoding: chunked");
      caller.send("7fffffff\r\n");

      // then
      assertThat(caller.answer().status()).isEqualTo(413);
    }
  }

  @Test
  @DisplayName("what the handler takes its time for is not held against the caller")
  void slowHandler() throws Exception {
    // given
    byte[] body = new byte[50 * MAX_BODY];

    // when, then
    assertThat(SERVER.post("/slow", body).body()).isEqualTo("" + body.length);
  }

  @Test
  void aCallerThatGoesAwayEndsTheHandler() throws Exception {
    // when
    try (RawCaller caller = SERVER.raw()) {
      caller.head("POST /count", "Content-Length: 1000000");
      caller.send("some of it");
    }

    // then
    assertThat(GONE.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void gzip() throws Exception {
    // given
    byte[] gzip = gzip(new byte[70 * MAX_BODY]);
    byte[] flipped = gzip.clone();
    flipped[flipped.length - 6] ^= 1;
    byte[] twice = Arrays.copyOf(gzip, 2 * gzip.length);
    System.arraycopy(gzip, 0, twice, gzip.length, gzip.length);

    // when, then
    assertThat(zipped(gzip)).isEqualTo("" + 70 * MAX_BODY);
    assertThat(zipped(gzip(new byte[0]))).isEqualTo("0");
    assertThat(zipped(Arrays.copyOf(gzip, gzip.length - 3))).contains("malformed-gzip");
    assertThat(zipped(Arrays.copyOf(gzip, gzip.length - 20))).contains("malformed-gzip");
    assertThat(zipped(Arrays.copyOf(gzip, 5))).contains("malformed-gzip");
    assertThat(zipped(flipped)).contains("malformed-gzip");
    assertThat(zipped(twice)).contains("malformed-gzip");
    assertThat(zipped("plain text, no gzip at all".getBytes(StandardCharsets.UTF_8)))
        .contains("malformed-gzip");
    assertThat(SERVER.post("/count", gzip, "Content-Encoding", "br").statusCode()).isEqualTo(415);
  }

  private static String zipped(byte[] body) throws Exception {
    return SERVER.post("/count", body, "Content-Encoding", "gzip").body();
  }

  private static byte[] gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
