package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.log.Topics;
import dev.crossfade.ingest.pace.Pace;
import dev.crossfade.ingest.snapshots.SnapshotLimits;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backfills yield to live writes, with a sync that is played by the test. */
@ExtendWith(RealServers.class)
class PacingIT {
  private static final String TENANT = "t-pace";
  private static final int LIMIT = 200;
  private static final int WINDOW = 500;
  private static final int ROWS = 5_000;

  private final School school;
  private final TopicPartition partition;

  /** A log for each test: what sync has applied must be known from its beginning. */
  PacingIT(TestKafka kafka, TestInfo test) {
    String name = test.getTestMethod().map(Method::getName).orElseThrow();
    school = School.create(kafka.bootstrap(), kafka.namespace() + "-" + name.length());
    partition =
        new TopicPartition(
            new Topics(school.name()).changes(), Partitioner.partition(TENANT, School.PARTITIONS));
  }

  private IngestServer serve(Duration patience) {
    Pace.Limits pace = new Pace.Limits(LIMIT, patience, Duration.ofMillis(20));
    SnapshotLimits few = new SnapshotLimits(1 << 24, 1 << 19, 1 << 26, 100, pace);
    return school.serve(new IngestSettings(1 << 22, 1 << 24, 1 << 18, 1 << 25, 2_000, few));
  }

  private static void commit(Admin admin, TopicPartition where, long offset) {
    try {
      admin
          .alterConsumerGroupOffsets(
              Topics.SYNC_GROUP, Map.of(where, new OffsetAndMetadata(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private long end(Admin admin) throws Exception {
    var ends = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all().get();
    return Objects.requireNonNull(ends.get(partition)).offset();
  }

  @Test
  @DisplayName("a live write in the midst of a backfill has at most limit and window before it")
  void liveWriteGoesFirst() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(school.client()));
        IngestServer server = serve(Duration.ofSeconds(60));
        Client client = new Client(server.port(), school.name());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      commit(admin, partition, 0);
      String token = Tokens.writer(TENANT);
      CompletableFuture<Answer> backfill =
          CompletableFuture.supplyAsync(
              () -> client.lines(token, "?source=erp", Stores.lines("", ROWS)), threads);
      Awaitility.await().until(() -> end(admin) > LIMIT);

      // when
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .until(() -> end(admin) <= 1 + LIMIT + WINDOW);
      Position live =
          Position.parse(client.structured(token, Events.student("live").toString()).position());
      boolean waiting = !backfill.isDone();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                commit(admin, partition, end(admin));
                return backfill.isDone();
              });

      // then
      assertThat(Objects.requireNonNull(live).offset()).isLessThanOrEqualTo(1 + LIMIT + WINDOW);
      assertThat(waiting).isTrue();
      assertThat(backfill.join().status()).isEqualTo(202);
      assertThat(end(admin)).isEqualTo(ROWS + 3);
    }
  }

  @Test
  @DisplayName("without any progress the answer is 503, and the same request goes on later")
  void noProgress() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(school.client()));
        IngestServer server = serve(Duration.ofMillis(300));
        Client client = new Client(server.port(), school.name())) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      commit(admin, partition, 0);
      String token = Tokens.writer(TENANT);
      String store = Stores.store("browser-1", 1_500).toString();

      // when
      Answer behind = client.store(token, "", store);
      commit(admin, partition, 1_000_000);
      Answer later =
          Awaitility.await().until(() -> client.store(token, "", store), a -> a.status() == 202);

      // then
      assertThat(behind.status()).isEqualTo(503);
      assertThat(behind.problem()).isEqualTo("sync-behind");
      assertThat(behind.header("Retry-After")).isEqualTo("10");
      assertThat(later.body().path("domains").path("students").path("mapped").asInt())
          .isEqualTo(1_500);
    }
  }
}
