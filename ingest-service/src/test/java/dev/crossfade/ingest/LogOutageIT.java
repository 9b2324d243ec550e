package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.ingest.snapshots.SnapshotLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away and comes back. */
class LogOutageIT {
  private static final Duration PROMISED = Duration.ofSeconds(5);
  private static final Duration BACK = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final String token = Tokens.writer("t-1");
  private EmbeddedKafka kafka;
  private School school;

  @BeforeEach
  void start() {
    kafka = EmbeddedKafka.start(directory, 0);
    school = School.create(kafka.bootstrap(), "school");
  }

  @AfterEach
  void stop() {
    kafka.close();
    callers.close();
  }

  @Test
  @DisplayName("broker away: 503 within 5 s, the service stays up and recovers by itself")
  void awayAndBack() {
    try (IngestServer server = school.serve(IngestSettings.defaults());
        Client client = new Client(server.port(), "school")) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      Answer before = client.structured(token, Events.student("before").toString());
      kafka.close();

      // when
      List<Answer> away = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        away.add(timed(client, Events.student("away-" + i).toString()));
      }
      away.add(timed(client, batch(1_000)));
      int live = client.get("/health/live").status();
      restart();
      Awaitility.await()
          .atMost(BACK)
          .until(() -> client.structured(token, Events.student("back").toString()).status() == 202);

      // then
      assertThat(before.status()).isEqualTo(202);
      assertThat(live).isEqualTo(200);
      assertThat(away)
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("log-unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("2");
              });
    }
  }

  @Test
  @DisplayName("started without a broker: 503 at once, ready when the broker comes")
  void startedFirst() {
    kafka.close();
    try (IngestServer server = school.serve(IngestSettings.defaults());
        Client client = new Client(server.port(), "school")) {
      // when
      Answer early = timed(client, Events.student("early").toString());
      int ready = client.get("/health/ready").status();
      restart();
      Awaitility.await().atMost(BACK).until(() -> client.get("/health/ready").status() == 200);
      Answer later = client.structured(token, Events.student("later").toString());

      // then
      assertThat(early.status()).isEqualTo(503);
      assertThat(early.problem()).isEqualTo("not-ready");
      assertThat(ready).isEqualTo(503);
      assertThat(later.status()).isEqualTo(202);
    }
  }

  @Test
  @DisplayName("what may wait for the log is bounded: one more is answered 429, and not kept")
  void saturated() {
    IngestSettings few =
        new IngestSettings(1 << 20, 1 << 20, 1 << 18, 1 << 20, 2, SnapshotLimits.defaults());
    try (IngestServer server = school.serve(few);
        Client client = new Client(server.port(), "school")) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      client.structured(token, Events.student("before").toString());
      kafka.close();
      List<CompletableFuture<Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String event = Events.student("waiting-" + i).toString();
        waiting.add(CompletableFuture.supplyAsync(() -> timed(client, event), callers));
      }

      // when
      Answer refused =
          Awaitility.await()
              .until(
                  () -> timed(client, Events.student("one-more").toString()),
                  answer -> answer.status() == 429);
      List<Answer> waited = waiting.stream().map(CompletableFuture::join).toList();
      restart();
      Awaitility.await()
          .atMost(BACK)
          .until(() -> client.structured(token, Events.student("back").toString()).status() == 202);

      // then
      assertThat(refused.problem()).isEqualTo("too-many-requests");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(waited).extracting(Answer::status).containsAnyOf(503).doesNotContain(202);
      assertThat(school.log())
          .extracting(record -> new String(record.message().key(), UTF_8))
          .doesNotContain("[\"t-1\",\"students\",\"one-more\"]");
    }
  }

  private Answer timed(Client client, String body) {
    long start = System.nanoTime();
    Answer answer =
        body.startsWith("[")
            ? client.post(token, body.getBytes(UTF_8), "Content-Type", Client.BATCH)
            : client.structured(token, body);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
    return answer;
  }

  private static String batch(int size) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      events.add(Events.student("batch-" + i).toString());
    }
    return "[" + String.join(",", events) + "]";
  }

  private void restart() {
    int port = Integer.parseInt(school.bootstrap().substring("127.0.0.1:".length()));
    kafka = EmbeddedKafka.start(directory, port);
  }
}
