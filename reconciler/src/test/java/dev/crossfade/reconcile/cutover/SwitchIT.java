package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.cutover.Clients.Queued;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Pin;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import dev.crossfade.reconcile.run.RunState;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switches of single tenants on a real control log. */
@ExtendWith(RealServers.class)
class SwitchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration EVERY = Duration.ofMillis(20);

  /** What a test lets be true. */
  private static final class Facts implements SwitchFacts {
    final Map<String, Compared> runs = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile long applied;
    volatile boolean away;
    volatile @Nullable TenantProof proof;

    @Override
    public long end(String tenant) {
      return 50;
    }

    @Override
    public long applied(String tenant) {
      if (away) {
        throw new FactsUnavailableException("PostgreSQL does not answer.");
      }
      return applied;
    }

    @Override
    public void compare(TenantSwitch order) {
      asked.incrementAndGet();
      runs.putIfAbsent(order.id(), new Compared(RunState.RUNNING, null));
    }

    @Override
    public @Nullable Compared compared(TenantSwitch order) {
      return runs.get(order.id());
    }

    @Override
    public Optional<TenantProof> proof(String tenant) {
      return Optional.ofNullable(proof);
    }

    void provenAt(long position) {
      proof =
          new TenantProof(
              ProofState.VERIFIED,
              false,
              new Position(0, position),
              Instant.EPOCH,
              List.of(),
              new TreeMap<>(),
              1);
    }
  }

  private static SwitchDriver driver(Site site, Facts facts) {
    return SwitchDriver.start(site.migration.control(), facts, InstantSource.system(), EVERY);
  }

  private static HttpServer serve(Site site, Facts facts) {
    HttpServer server =
        HttpServer.builder()
            .bind("127.0.0.1")
            .port(0)
            .authenticator(new DevelopmentAuthenticator(InstantSource.system()))
            .routes(
                new SwitchRoutes(
                        new Migrations(List.of(site.migration)),
                        one -> new SwitchRoutes.At(site.desk, facts))
                    .routes())
            .build();
    server.start();
    return server;
  }

  private static HttpResponse<String> send(HttpServer server, Site site, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + server.port()
                          + "/v1/"
                          + site.name
                          + "/cutover/tenants/school-1/switch"))
              .method(body.isEmpty() ? "GET" : "POST", BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String steps(HttpResponse<String> answer) {
    StringBuilder text = new StringBuilder(Site.json(answer).path("state").stringValue());
    for (var step : Site.json(answer).path("steps")) {
      text.append(' ').append(step.path("state").stringValue());
    }
    return text.toString();
  }

  @Test
  @DisplayName("step by step, through drivers that end at each of them, to the pin, once")
  void through(TestKafka kafka) throws Exception {
    Facts facts = new Facts();
    try (Site site = Site.open(kafka);
        HttpServer server = serve(site, facts)) {
      String body = "{\"to\":\"target\",\"reason\":\"ours first\"}";
      assertThat(send(server, site, "").statusCode()).isEqualTo(404);

      // when
      HttpResponse<String> begun = send(server, site, body);
      HttpResponse<String> again = send(server, site, body);

      // then
      assertThat(List.of(begun.statusCode(), again.statusCode())).containsExactly(202, 202);
      assertThat(begun.headers().firstValue("Location"))
          .hasValue("/v1/" + site.name + "/cutover/tenants/school-1/switch");
      assertThat(Site.json(again).path("id")).isEqualTo(Site.json(begun).path("id"));
      assertThat(steps(begun)).isEqualTo("running done running waiting waiting waiting waiting");
      assertThat(site.cutover().queues("school-1")).isTrue();

      // when: each step has a driver of its own, as if the one before were killed
      facts.applied = 50;
      try (SwitchDriver first = driver(site, facts)) {
        await().atMost(PATIENCE).until(() -> facts.asked.get() == 1);
        assertThat(first).isNotNull();
      }
      assertThat(steps(send(server, site, "")))
          .isEqualTo("running done done running waiting waiting waiting");
      String id = facts.runs.keySet().iterator().next();
      facts.runs.put(id, new Compared(RunState.CLEAN, 60L));
      facts.provenAt(59);
      assertThat(steps(send(server, site, "")))
          .isEqualTo("running done done done running waiting waiting");
      assertThat(site.cutover().pins()).isEmpty();
      facts.provenAt(60);
      try (SwitchDriver second = driver(site, facts);
          SwitchDriver beside = driver(site, facts)) {
        await().atMost(PATIENCE).until(() -> !site.cutover().queues("school-1"));
        assertThat(List.of(second, beside)).isNotNull();
      }

      // then
      Pin pin = Objects.requireNonNull(site.cutover().pins().get("school-1"));
      assertThat(pin.reads()).isEqualTo(Reads.TARGET);
      assertThat(pin.reason()).isEqualTo("ours first");
      assertThat(steps(send(server, site, ""))).isEqualTo("done done done done done done done");
      assertThat(facts.asked).hasValue(1);

      // when: said once more
      long version = site.desk.now().version();
      HttpResponse<String> after = send(server, site, body);

      // then
      assertThat(after.statusCode()).isEqualTo(202);
      assertThat(site.desk.now().version()).isEqualTo(version);
    }
  }

  @Test
  @DisplayName("what fails leaves the reads where they were, and no writes kept")
  void fails(TestKafka kafka) throws Exception {
    Facts facts = new Facts();
    try (Site site = Site.open(kafka);
        HttpServer server = serve(site, facts);
        SwitchDriver driver = driver(site, facts)) {
      // when
      facts.applied = 50;
      send(server, site, "{\"to\":\"target\",\"reason\":\"r\"}");
      await().atMost(PATIENCE).until(() -> facts.asked.get() > 0);
      facts.runs.replaceAll((id, run) -> new Compared(RunState.DRIFT, 60L));
      await().atMost(PATIENCE).until(() -> !site.cutover().queues("school-1"));

      // then
      assertThat(driver).isNotNull();
      assertThat(site.cutover().pins()).isEmpty();
      HttpResponse<String> told = send(server, site, "");
      assertThat(steps(told)).isEqualTo("failed done done failed left-out left-out done");
      assertThat(Site.json(told).path("detail").stringValue())
          .isEqualTo("Its comparison came out as drift.");

      // when: it is refused where no pin counts
      site.post("/rollback", "{'reason':'away','mode':'legacy'}");
      HttpResponse<String> refused = send(server, site, "{\"to\":\"target\",\"reason\":\"r\"}");

      // then
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(site.cutover().queues("school-1")).isFalse();
    }
  }

  @Test
  @DisplayName(
      "writes that somebody queued long ago are opened by whoever comes, PostgreSQL or not")
  void forgotten(TestKafka kafka) throws Exception {
    Facts facts = new Facts();
    facts.away = true;
    try (Site site = Site.open(kafka)) {
      // given: one by hand, one by a reconciler that was killed, both a minute ago
      InstantSource before = InstantSource.fixed(Instant.now().minusSeconds(60));
      try (var old =
          dev.crossfade.kit.log.ControlLog.open(
              site.name,
              Map.of("bootstrap.servers", kafka.bootstrap()),
              "/services/reconciler",
              before)) {
        old.awaitEnd(PATIENCE);
        old.append(
            old.state(),
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.writesSwitched("by-hand", true, "ada", "why"),
            PATIENCE);
        old.append(
            old.state(),
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.switchBegun(
                "killed", "6f2b5f0a-0000-4000-8000-000000000000", Reads.TARGET, "ada", "why"),
            PATIENCE);
      }
      assertThat(site.cutover().queues("by-hand")).isTrue();
      Queued killed = Objects.requireNonNull(site.cutover().clients().queued().get("killed"));
      assertThat(killed.order()).isNotNull();

      // when
      try (SwitchDriver driver = driver(site, facts)) {
        await().atMost(PATIENCE).until(() -> site.cutover().clients().queued().isEmpty());
        assertThat(driver).isNotNull();
      }

      // then
      var ended = site.cutover().clients().lastOf("killed").orElseThrow();
      assertThat(ended.done()).isFalse();
      assertThat(ended.detail()).isEqualTo("It was not done in time.");
    }
  }
}
