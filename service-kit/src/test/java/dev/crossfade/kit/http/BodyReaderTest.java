package dev.crossfade.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
  private static final int MAX_WIRE = 200_000;
  private static final int MAX_INFLATED = 400_000;
  private static final BodyReader BODIES = new BodyReader(MAX_WIRE, MAX_INFLATED);

  private static final KitServer SERVER =
      new KitServer(
          Route.post(
              "/echo",
              Access.open(),
              (req, res, who) -> Responses.json(res, 200, BODIES.read(req))),
          Route.post("/deaf", Access.open(), (req, res, who) -> Responses.empty(res, 204)));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + (bytes[i] & 15));
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void isProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("https://crossfade.dev/problems/" + type + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 8191, 8192, 8193, 65_535, 65_536, 65_537, 131_073, 199_999, MAX_WIRE})
  void aBodyUpToTheCapIsReadExactly(int size) throws Exception {
    // given
    byte[] body = random(size);

    // when
    var announced = SERVER.post("/echo", body);
    var chunked =
        SERVER.send(
            SERVER
                .request("/echo")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    // then
    assertThat(announced.body()).isEqualTo(new String(body, UTF_8));
    assertThat(chunked.body()).isEqualTo(new String(body, UTF_8));
  }

  @Test
  void oneByteBeyondTheCapIs413() throws Exception {
    // given
    byte[] body = random(MAX_WIRE + 1);

    // when
    var announced = SERVER.post("/echo", body);
    var chunked =
        SERVER.send(
            SERVER
                .request("/echo")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    // then
    isProblem(announced, 413, "too-large");
    isProblem(chunked, 413, "too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 100_000, 399_999, MAX_INFLATED})
  void gzipIsInflatedUpToTheCap(int size) throws Exception {
    // given
    byte[] body = size > 100_000 ? new byte[size] : random(size);
    Arrays.fill(body, size / 2, size, (byte) 'x');
    for (int i = 0; i < size / 2; i++) {
      body[i] = body[i] == 0 ? (byte) 'y' : body[i];
    }

    // when
    var answer = SERVER.post("/echo", gzip(body), "Content-Encoding", "gzip");

    // then
    assertThat(answer.body()).isEqualTo(new String(body, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX_INFLATED + 1, 2 * MAX_INFLATED, 100_000_000})
  void aGzipBombIs413(int size) throws Exception {
    // given
    byte[] bomb = gzip(new byte[size]);
    assertThat(bomb.length).isLessThan(MAX_WIRE);

    // when
    var answer = SERVER.post("/echo", bomb, "Content-Encoding", "gzip");

    // then
    isProblem(answer, 413, "too-large");
  }

  @Test
  void nestedGzipIsUnpackedOnce() throws Exception {
    // given
    byte[] inner = gzip("{}".getBytes(UTF_8));

    // when
    var answer = SERVER.post("/echo", gzip(inner), "Content-Encoding", "gzip");

    // then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEqualTo("{}").isNotEmpty();
  }

  static IntStream everyCut() {
    return IntStream.range(0, gzip("{\"a\":1,\"b\":[1,2,3]}".getBytes(UTF_8)).length);
  }

  @ParameterizedTest
  @MethodSource("everyCut")
  void truncatedGzipIs400(int length) throws Exception {
    // given
    byte[] whole = gzip("{\"a\":1,\"b\":[1,2,3]}".getBytes(UTF_8));

    // when
    var answer = SERVER.post("/echo", Arrays.copyOf(whole, length), "Content-Encoding", "gzip");

    // then
    isProblem(answer, 400, "malformed-gzip");
  }

  @Test
  void aFlippedBitOfGzipDataNeverGivesAnotherBody() throws Exception {
    // given
    byte[] whole = gzip("{\"a\":1,\"b\":[1,2,3]}".getBytes(UTF_8));
    for (int i = 10; i < whole.length; i++) {
      byte[] corrupt = whole.clone();
      corrupt[i] ^= 0x10;

      // when
      var answer = SERVER.post("/echo", corrupt, "Content-Encoding", "gzip");

      // then
      if (answer.statusCode() == 200) { // one of the padding bits, which mean nothing
        assertThat(answer.body()).isEqualTo("{\"a\":1,\"b\":[1,2,3]}");
      } else {
        isProblem(answer, 400, "malformed-gzip");
      }
    }
  }

  @Test
  void whateverFollowsGzipIs400() throws Exception {
    // given
    byte[] whole = gzip("{}".getBytes(UTF_8));
    byte[] one = Arrays.copyOf(whole, whole.length + 1);
    byte[] twice = Arrays.copyOf(whole, whole.length * 2);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);

    // when
    var garbage = SERVER.post("/echo", one, "Content-Encoding", "gzip");
    var member = SERVER.post("/echo", twice, "Content-Encoding", "gzip");

    // then
    isProblem(garbage, 400, "malformed-gzip");
    isProblem(member, 400, "malformed-gzip");
  }

  @Test
  void gzipWithNameCommentAndExtraIsRead() throws Exception {
    // given
    byte[] plain = gzip("{}".getBytes(UTF_8));
    ByteArrayOutputStream rich = new ByteArrayOutputStream();
    rich.write(plain, 0, 3);
    rich.write(4 | 8 | 16 | 2);
    rich.write(plain, 4, 6);
    rich.writeBytes(new byte[] {2, 0, 'e', 'x'});
    rich.writeBytes("name\0comment\0".getBytes(UTF_8));
    rich.writeBytes(new byte[] {0, 0});
    rich.write(plain, 10, plain.length - 10);

    // when
    var answer = SERVER.post("/echo", rich.toByteArray(), "Content-Encoding", "gzip");

    // then
    assertThat(answer.body()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "br",
        "deflate",
        "zstd",
        "compress",
        "gzip, gzip",
        "gzip,identity",
        "gzipx",
        "*",
        "identity, br"
      })
  void unknownEncodingsAre415(String encoding) throws Exception {
    // when
    var answer = SERVER.post("/echo", gzip(new byte[10]), "Content-Encoding", encoding);

    // then
    isProblem(answer, 415, "unsupported-encoding");
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
  }

  @Test
  void twoEncodingHeadersAre415() throws Exception {
    // when
    var answer =
        SERVER.post(
            "/echo", gzip(new byte[10]), "Content-Encoding", "gzip", "Content-Encoding", "gzip");

    // then
    isProblem(answer, 415, "unsupported-encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "identity", "Identity"})
  void encodingsAreCaseInsensitive(String encoding) throws Exception {
    // given
    byte[] body = "{}".getBytes(UTF_8);

    // when
    var answer =
        SERVER.post(
            "/echo", encoding.equals("GZIP") ? gzip(body) : body, "Content-Encoding", encoding);

    // then
    assertThat(answer.body()).isEqualTo("{}");
  }

  @Test
  void expectContinueIsAnsweredBeforeTheBody() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /echo", "Content-Length: 2", "Expect: 100-continue");

      // then
      assertThat(caller.answer().status()).isEqualTo(100);
      assertThat(caller.send("{}").answer().body()).isEqualTo("{}");
    }
  }

  @Test
  void aBodyThatIsNotWantedIsNotAskedFor() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /echo", "Content-Length: 900000", "Expect: 100-continue");

      // then
      assertThat(caller.answer().status()).isEqualTo(413);
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void aBodyThatNobodyReadsDoesNotDisturbTheNextRequest() throws Exception {
    // given
    try (RawCaller caller = SERVER.raw()) {
      // when
      caller.head("POST /deaf", "Content-Length: 100000").send(random(100_000));
      caller.head("POST /echo", "Content-Length: 2").send("ok");

      // then
      assertThat(caller.answer().status()).isEqualTo(204);
      assertThat(caller.answer().body()).isEqualTo("ok");
    }
  }
}
