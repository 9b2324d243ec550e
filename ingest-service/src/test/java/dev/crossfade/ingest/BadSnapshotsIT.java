package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad snapshot has its exact status and problem type, and leaves nothing behind. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadSnapshotsIT {
  private final School school;
  private final IngestServer server;
  private final Client client;

  BadSnapshotsIT(TestKafka kafka) {
    school = School.create(kafka.bootstrap(), kafka.namespace());
    server = school.serve(IngestSettings.defaults());
    client = new Client(server.port(), school.name());
  }

  @BeforeAll
  void ready() {
    Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  static List<BadSnapshots.Bad> all() {
    return BadSnapshots.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  @Order(1)
  void isRefused(BadSnapshots.Bad bad) {
    // when
    Answer answer =
        client.snapshot(
            bad.token(),
            bad.query(),
            BodyPublishers.ofByteArray(bad.body()),
            bad.headers().toArray(String[]::new));

    // then
    assertThat(answer.problem()).as(answer.body().toString()).isEqualTo(bad.problem());
    assertThat(answer.status()).isEqualTo(bad.status());
  }

  @Test
  @Order(2)
  void otherMethodsAndPathsAreRefused() {
    // given
    URI snapshots = URI.create(client.snapshots(""));

    // when
    Answer get = client.send(BadInput.WRITER, HttpRequest.newBuilder(snapshots));
    Answer below = client.send("", HttpRequest.newBuilder(URI.create(snapshots + "/x/y")));

    // then
    assertThat(get.status()).isEqualTo(405);
    assertThat(below.status()).isEqualTo(404);
  }

  @Test
  @Order(3)
  @DisplayName("I2: after all of it the service answers, and the log holds what was accepted")
  void nothingIsLeftBehind() {
    // when
    Answer answer = client.store(BadInput.WRITER, "", Stores.store("browser-1", 3).toString());

    // then
    assertThat(BadSnapshots.all()).hasSizeGreaterThan(200);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(school.log()).hasSize(5);
    assertThat(school.log().getLast().position()).hasToString(answer.position());
  }
}
