package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.embedded.EmbeddedKafka;
import java.net.http.HttpRequest.BodyPublishers;
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
}
