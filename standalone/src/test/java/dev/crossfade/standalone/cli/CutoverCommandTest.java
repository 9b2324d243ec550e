package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code crossfade cutover} asks for, and how it ends. */
class CutoverCommandTest {
  private static final String STATE =
      """
      {"mode":"hybrid","basisPoints":500,"percentage":5.00,"version":7,"plan":null,
       "cohort":{"tenants":4,"verified":3,"reading":1,"next":2},
       "gates":[{"name":"lag","value":9,"limit":5,"holds":%s,"detail":"Too far."}]}
      """;

  private final List<String> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final HttpServer server = start();
  private int status = 200;
  private String answer = STATE.formatted("true");

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String match = exchange.getRequestHeaders().getFirst("If-Match");
          String line =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + (match == null ? "" : " " + match)
                  + (body.isEmpty() ? "" : " " + body);
          asked.add(line);
          boolean looked = exchange.getRequestMethod().equals("GET");
          byte[] bytes =
              (looked ? STATE.formatted(gate()) : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(looked ? 200 : status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String gate() {
    return String.valueOf(answer.contains("true"));
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of("cutover"));
    all.addAll(List.of(args));
    all.addAll(
        List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--migration", "m"));
    return new CommandLine(new Crossfade())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  @DisplayName("set asks from the version that is there")
  void set() {
    // when
    int ended = run("set", "5", "--reason", "go");

    // then
    assertThat(ended).describedAs(err.toString()).isZero();
    assertThat(asked)
        .containsExactly(
            "GET /v1/m/cutover", "PUT /v1/m/cutover \"7\" {\"reason\":\"go\",\"percentage\":5}");
    assertThat(out.toString()).contains("hybrid", "4 tenants: 3 verified, 1 read");
  }

  @Test
  @DisplayName("A gate that does not hold ends with 1, and is named")
  void closed() {
    // given
    status = 409;
    answer = "{\"title\":\"A gate does not hold\",\"detail\":\"Gate lag. Too far.\"}";

    // when
    int ended = run("set", "--mode", "target", "--reason", "go");

    // then
    assertThat(ended).isEqualTo(1);
    assertThat(err.toString()).contains("Gate lag. Too far.");
  }

  @Test
  @DisplayName("switch asks for one tenant, and readiness for a page of devices")
  void switches() {
    // given
    answer =
        "{\"tenant\":\"a b\",\"to\":\"target\",\"state\":\"failed\",\"detail\":\"It is true.\"}";

    // when
    int failed = run("switch", "a b", "--reason", "go", "--wait");
    int page = run("readiness", "--limit", "7", "--after", "x");

    // then
    assertThat(failed).isEqualTo(1);
    assertThat(page).isZero();
    assertThat(asked)
        .containsExactly(
            "POST /v1/m/cutover/tenants/a%20b/switch {\"to\":\"target\",\"reason\":\"go\"}",
            "GET /v1/m/cutover/readiness?limit=7&after=x");
    assertThat(out.toString()).contains("a b to target: failed. It is true.", "told nothing");
  }

  @Test
  void checked() {
    assertThat(run("get", "--check")).isZero();
    answer = STATE.formatted("false");
    assertThat(run("get")).isZero();
    assertThat(run("get", "--check")).isEqualTo(1);
    assertThat(out.toString()).contains("closed: lag. Too far.");
  }

  @Test
  void others() {
    // when
    run("ramp", "--steps", "1,2.5", "--soak", "60", "--reason", "r");
    run("ramp", "--stop", "--reason", "r");
    run("rollback", "--to", "0.29", "--legacy", "--reason", "r");
    run("pin", "school 1", "target", "--reason", "r");
    run("pin", "s", "none", "--reason", "r");
    run("explain", "s", "--source", "browser-a");
    run("finish", "--reason", "r");

    // then
    assertThat(asked)
        .filteredOn(line -> !line.equals("GET /v1/m/cutover"))
        .containsExactly(
            "PUT /v1/m/cutover \"7\" {\"reason\":\"r\",\"plan\":{\"steps\":["
                + "{\"basisPoints\":100,\"soakSeconds\":60},"
                + "{\"basisPoints\":250,\"soakSeconds\":60}]}}",
            "PUT /v1/m/cutover \"7\" {\"reason\":\"r\",\"plan\":null}",
            "POST /v1/m/cutover/rollback {\"reason\":\"r\",\"to\":29,\"mode\":\"legacy\"}",
            "PUT /v1/m/cutover/tenants/school%201 {\"reason\":\"r\",\"reads\":\"target\"}",
            "PUT /v1/m/cutover/tenants/s {\"reason\":\"r\",\"reads\":null}",
            "GET /v1/m/cutover/tenants/s?source=browser-a",
            "POST /v1/m/cutover/finish {\"reason\":\"r\"}");
  }

  @Test
  @DisplayName("Usage that makes no sense ends with 2")
  void usage() {
    assertThat(run("set", "5")).isEqualTo(2);
    assertThat(run("ramp", "--reason", "r")).isEqualTo(2);
    assertThat(run("ramp", "--steps", "1.001", "--reason", "r")).isEqualTo(2);
    assertThat(run("rollback", "--to", "x", "--reason", "r")).isEqualTo(2);
    assertThat(asked).noneMatch(line -> line.startsWith("PUT") || line.startsWith("POST"));
  }
}
