package dev.crossfade.kit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.http.OpenApiRoute;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Authentication;
import dev.crossfade.kit.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes each service has, on a running server. */
class OperationsTest {
  private final Health health = new Health(Duration.ofMillis(100));
  private final Metrics metrics = new Metrics();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server = server();

  private HttpServer server() {
    List<Route> routes = new ArrayList<>(health.routes());
    routes.add(metrics.route());
    routes.add(OpenApiRoute.of(OperationsTest.class, "/logback-test.xml"));
    return HttpServer.builder()
        .routes(routes)
        .observer(metrics.requests())
        .authenticator((authorization, tenant) -> new Authentication.Refused("nobody"))
        .build();
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    metrics.close();
    client.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void readyListsTheChecks() throws Exception {
    // given
    health.readiness("log", () -> HealthCheck.up("3 brokers"));

    // when
    var answer = get("/health/ready");

    // then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"name\":\"log\"", "\"status\":\"up\"", "3 brokers");
  }

  @Test
  void aCheckThatIsDownFailsOrHangsIs503() throws Exception {
    // given
    health.readiness("a", () -> HealthCheck.up("fine"));
    health.readiness("down", () -> HealthCheck.down("no leader"));
    health.readiness(
        "fails",
        () -> {
          throw new IllegalStateException("canary");
        });
    health.readiness(
        "hangs",
        () -> {
          new CountDownLatch(1).await();
          return HealthCheck.up("never");
        });

    // when
    var ready = get("/health/ready");
    var live = get("/health/live");

    // then
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("no leader", "the check failed", "no answer within 100 ms", "fine")
        .doesNotContain("canary");
    assertThat(live.statusCode()).isEqualTo(200);
  }

  @Test
  void metricsCountRequestsByRouteAndStatus() throws Exception {
    // given
    get("/health/live");
    get("/nowhere/canary");

    // when
    var answer = get("/metrics");

    // then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("jvm_memory_used_bytes", "process_uptime_seconds")
        .containsPattern(
            "http_server_requests_seconds_count\\{method=\"GET\",route=\"/health/live\",status=\"2xx\"\\}"
                + " 1")
        .containsPattern(
            "http_server_requests_seconds_count\\{method=\"none\",route=\"unmatched\",status=\"4xx\"\\}"
                + " 1")
        .doesNotContain("canary");
  }

  @Test
  void theDescriptionIsServed() throws Exception {
    // when
    var answer = get("/openapi.yaml");

    // then
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(answer.body()).contains("<configuration>");
    assertThatThrownBy(() -> OpenApiRoute.of(OperationsTest.class, "/none.yaml"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
