package dev.crossfade.standalone.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Asks the service, each request until it is answered: 429 and 503 are waited for as {@code
 * Retry-After} says, and a connection that broke is tried again; each of these requests may be sent
 * twice without harm. A service that never answered at all is given up at once. Large bodies go
 * compressed. Safe for many threads.
 */
public final class SnapshotClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int COMPRESS_FROM = 64 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  // A request of a backfill waits at the server while sync catches up.
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(2);

  private final Target target;
  private final Duration patience;
  private final Waits waits;
  private final HttpClient http;
  private volatile boolean answered;

  /** Is told of each wait, from the thread that waits. */
  public interface Waits {
    /**
     * A request is sent again after the pause.
     *
     * @param why a few words
     */
    void waiting(String why, Duration pause);
  }

  /**
   * @param patience how long one request may go unanswered before it is given up
   */
  public SnapshotClient(Target target, Duration patience, Waits waits) {
    this.target = target;
    this.patience = patience;
    this.waits = waits;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * Posts to {@code /v1/{migration}/snapshots}.
   *
   * @throws UnreachableException when nothing answers, or nothing but "later" for too long
   * @throws RefusedException when the answer is no
   */
  public JsonNode post(Map<String, String> query, String contentType, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        target.request("/snapshots" + query(query)).header("Content-Type", contentType);
    if (body.length >= COMPRESS_FROM) {
      request.header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(gzip(body)));
    } else {
      request.POST(BodyPublishers.ofByteArray(body));
    }
    return send("The snapshot", request);
  }

  /**
   * Posts JSON to a path behind {@code /v1/{migration}}: an order that does no harm when it is sent
   * twice.
   *
   * @throws UnreachableException as {@link #post(Map, String, byte[])}
   * @throws RefusedException as {@link #post(Map, String, byte[])}
   */
  public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(
        "POST " + path,
        target
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  /**
   * Puts JSON to a path behind {@code /v1/{migration}}.
   *
   * @throws UnreachableException as {@link #post(Map, String, byte[])}
   * @throws RefusedException as {@link #post(Map, String, byte[])}
   */
  public JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
    return send("PUT " + path, putting(path, body));
  }

  /**
   * Puts JSON in the place of a version that was seen before.
   *
   * @param version as the answer of GET named it
   * @throws UnreachableException as {@link #post(Map, String, byte[])}
   * @throws RefusedException as {@link #post(Map, String, byte[])}
   */
  public JsonNode put(String path, long version, JsonNode body)
      throws IOException, InterruptedException {
    return send("PUT " + path, putting(path, body).header("If-Match", "\"" + version + "\""));
  }

  private HttpRequest.Builder putting(String path, JsonNode body) {
    return target
        .request(path)
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
  }

  /**
   * Gets a path behind {@code /v1/{migration}}.
   *
   * @throws UnreachableException as {@link #post(Map, String, byte[])}
   * @throws RefusedException as {@link #post(Map, String, byte[])}
   */
  public JsonNode get(String path, Map<String, String> query)
      throws IOException, InterruptedException {
    return send("GET " + path, target.request(path + query(query)).GET());
  }

  /**
   * Gets a path behind {@code /v1/{migration}} in another form than JSON.
   *
   * @param accept the media type
   * @throws UnreachableException as {@link #post(Map, String, byte[])}
   * @throws RefusedException as {@link #post(Map, String, byte[])}
   */
  public byte[] getAs(String path, String accept) throws IOException, InterruptedException {
    return exchange("GET " + path, target.request(path).setHeader("Accept", accept).GET());
  }

  private JsonNode send(String what, HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    return read(what, exchange(what, builder));
  }

  private byte[] exchange(String what, HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    HttpRequest request = builder.timeout(TIMEOUT).build();
    long begin = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      String why;
      Duration pause = backOff(attempt);
      try {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        answered = true;
        switch (response.statusCode()) {
          case 200, 201, 202, 207 -> {
            return response.body();
          }
          case 408, 429, 502, 503, 504 -> {
            why = why(response);
            pause = retryAfter(response, pause);
          }
          default -> throw RefusedException.of(what, response.statusCode(), response.body());
        }
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (!answered) {
          throw new UnreachableException(
              target.url() + " cannot be reached. Does Crossfade run there?");
        }
        why = "the connection broke";
      }
      if (System.nanoTime() - begin + pause.toNanos() > patience.toNanos()) {
        throw new UnreachableException(
            "%s was not taken by %s within %d s: %s."
                .formatted(what, target.url(), patience.toSeconds(), why));
      }
      waits.waiting(why, pause);
      // Nobody counts it down: it is a pause that an interrupt ends.
      boolean woken = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
      assert !woken;
    }
  }

  private static JsonNode read(String what, byte[] body) throws IOException {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException(what + " was answered with what is no JSON.", e);
    }
  }

  private static Duration backOff(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** The problem's title where there is one, such as the reason for a 503. */
  private static String why(HttpResponse<byte[]> response) {
    String title = "";
    try {
      title = JSON.readTree(response.body()).path("title").asString("");
    } catch (JacksonException e) {
      // From something in between that speaks no JSON.
    }
    return response.statusCode() + (title.isEmpty() ? "" : " " + title);
  }

  private static Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
    try {
      Duration told =
          response
              .headers()
              .firstValue("Retry-After")
              .map(seconds -> Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip()))))
              .orElse(otherwise);
      return told.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : told;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** Percent-encoded, for a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream out = new FastGzip(compressed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return compressed.toByteArray();
  }

  /** Most of the gain at a fraction of the time. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
