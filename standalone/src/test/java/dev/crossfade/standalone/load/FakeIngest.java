package dev.crossfade.standalone.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The service's side of a snapshot, with switches for its faults. Safe for many threads. */
public final class FakeIngest implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final List<Taken> taken = new ArrayList<>();
  private final Deque<Integer> troubles = new ArrayDeque<>();
  private int breakFromPart = Integer.MAX_VALUE;
  private int opened;
  private int listed = 100;

  /** A request that was taken. */
  public record Taken(
      Map<String, String> query, @Nullable String authorization, boolean compressed, String body) {
    /** Its lines. */
    public List<String> lines() {
      return body.lines().toList();
    }
  }

  public FakeIngest() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/school/snapshots", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests are answered so. */
  public synchronized void trouble(int... statuses) {
    for (int status : statuses) {
      troubles.add(status);
    }
  }

  /** Requests from this part on are not answered at all. */
  public synchronized void breakFromPart(int part) {
    breakFromPart = part;
  }

  /** An answer names so many issues; all of them where it is about so few lines. */
  public synchronized void listAtMost(int issues) {
    listed = issues;
  }

  /** What was taken, in order. */
  public synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** The parts that were taken, each with its last content. */
  public synchronized Map<Integer, String> parts() {
    Map<Integer, String> parts = new LinkedHashMap<>();
    for (Taken each : taken) {
      if (each.query().containsKey("part")) {
        parts.put(Integer.valueOf(each.query().get("part")), each.body());
      }
    }
    return parts;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] bytes;
      try (InputStream raw = exchange.getRequestBody();
          InputStream in = compressed ? new GZIPInputStream(raw) : raw) {
        bytes = in.readAllBytes();
      }
      Map<String, String> query = query(exchange.getRequestURI().getQuery());
      if (!troubles.isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(troubles.remove(), -1);
        return;
      }
      if (Integer.parseInt(query.getOrDefault("part", "-1")) >= breakFromPart) {
        return;
      }
      Taken request =
          new Taken(
              query,
              exchange.getRequestHeaders().getFirst("Authorization"),
              compressed,
              new String(bytes, StandardCharsets.UTF_8));
      taken.add(request);
      boolean opens = query.containsKey("open");
      byte[] answer = JSON.writeValueAsBytes(opens ? opening() : counts(request));
      exchange.sendResponseHeaders(opens ? 201 : 202, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private ObjectNode opening() {
    opened++;
    return JSON.createObjectNode().put("snapshot", "s" + opened).put("asOf", "0:7,1:9");
  }

  /** Takes every record but those with a member {@code bad}. */
  private ObjectNode counts(Taken request) {
    ObjectNode answer = JSON.createObjectNode().put("position", "0:" + request.body().length());
    ObjectNode domains = answer.putObject("domains");
    int number = 0;
    for (String text : request.lines()) {
      number++;
      JsonNode line = JSON.readTree(text);
      if (!line.has("domain")) {
        continue;
      }
      boolean bad = line.path("data").has("bad");
      ObjectNode domain = domains.withObject("/" + line.path("domain").stringValue());
      add(domain, "records");
      add(domain, bad ? "rejected" : "mapped");
      if (bad) {
        add(domain.withObject("/reasons"), "schema-violation");
        if (answer.path("issues").size() >= listed && !request.query().containsKey("dryRun")) {
          continue;
        }
        answer
            .withArray("/issues")
            .addObject()
            .put("type", "corrupted_record")
            .put("domain", "students")
            .put("line", number)
            .put("detail", "is bad");
      }
    }
    return answer;
  }

  private static void add(ObjectNode counts, String name) {
    counts.put(name, counts.path(name).asInt(0) + 1);
  }

  private static Map<String, String> query(@Nullable String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String each : text == null ? new String[0] : text.split("&")) {
      query.put(each.replaceAll("=.*", ""), each.replaceAll("^[^=]*=", ""));
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
