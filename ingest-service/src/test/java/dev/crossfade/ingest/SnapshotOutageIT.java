package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.ingest.snapshots.SnapshotLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots while the broker is away, or while others take the room. */
class SnapshotOutageIT {
  private static final Duration BACK = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  @DisplayName("broker away: 503, and the same body goes on as the same snapshot")
  void awayAndBack() {
    String token = Tokens.writer("t-1");
    String store = Stores.store("browser-1", 30).toString();
    EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
    School school = School.create(kafka.bootstrap(), "school");
    try (IngestServer server = school.serve(IngestSettings.defaults());
        Client client = new Client(server.port(), "school")) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      String snapshot =
          client.store(token, "?dryRun=true", store).body().path("snapshot").asString();
      kafka.close();

      // when
      Answer away = client.store(token, "", store);
      Answer opening = client.snapshot(token, "?source=a&open=true", BodyPublishers.noBody());
      int port = Integer.parseInt(school.bootstrap().substring("127.0.0.1:".length()));
      kafka = EmbeddedKafka.start(directory, port);
      Answer back =
          Awaitility.await()
              .atMost(BACK)
              .until(() -> client.store(token, "", store), answer -> answer.status() == 202);

      // then
      assertThat(List.of(away.problem(), opening.problem())).containsOnly("log-unavailable");
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.header("Retry-After")).isEqualTo("2");
      assertThat(back.body().path("snapshot").asString()).isEqualTo(snapshot);
    } finally {
      kafka.close();
    }
  }

  @Test
  @DisplayName("what is worked on at once is bounded: one more is answered 429, and not kept")
  void noRoom() throws IOException {
    IngestSettings all = IngestSettings.defaults();
    SnapshotLimits one = new SnapshotLimits(1 << 24, 1 << 19, 1 << 26, 1, all.snapshots().pace());
    EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
    School school = School.create(kafka.bootstrap(), "school");
    String token = Tokens.writer("t-1");
    try (IngestServer server =
            school.serve(
                new IngestSettings(
                    all.maxWireBytes(),
                    all.maxInflatedBytes(),
                    all.maxDataBytes(),
                    all.maxInFlightBytes(),
                    all.maxInFlightRequests(),
                    one));
        Client client = new Client(server.port(), "school");
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      String head =
          "POST /v1/school/snapshots?source=slow HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Authorization: Bearer "
              + token
              + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n";
      slow.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      slow.getOutputStream().flush();
      String store = Stores.store("browser-1", 3).toString();
      Awaitility.await().until(() -> client.metric("crossfade_ingest_snapshots") == 1);

      // when
      Answer refused = client.store(token, "", store);
      slow.shutdownOutput();
      Answer taken =
          Awaitility.await()
              .until(() -> client.store(token, "", store), answer -> answer.status() == 202);

      // then
      assertThat(refused.problem()).isEqualTo("too-many-requests");
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      assertThat(school.log()).hasSize(5);
      assertThat(taken.position()).isEqualTo(school.log().getLast().position().toString());
    } finally {
      kafka.close();
    }
  }
}
