package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpRequest;
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

/** Each kind of bad input has its exact status and problem type, and leaves nothing behind. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputIT {
  private final School school;
  private final IngestServer server;
  private final Client client;

  BadInputIT(TestKafka kafka) {
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

  static List<BadInput> all() {
    return BadInput.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  @Order(1)
  void isRefused(BadInput bad) {
    // when
    Answer answer = client.post(bad.token(), bad.body(), bad.headers().toArray(String[]::new));

    // then
    assertThat(answer.problem()).as(answer.body().toString()).isEqualTo(bad.problem());
    assertThat(answer.status()).isEqualTo(bad.status());
    if (!bad.pointer().isEmpty()) {
      assertThat(answer.pointers()).contains(bad.pointer());
    }
  }

  @Test
  @Order(2)
  void anUnknownMigrationIsNotFound() {
    // when
    Answer answer;
    try (Client elsewhere = new Client(server.port(), "college")) {
      answer = elsewhere.structured(Tokens.writer("t-1"), Events.student("bad").toString());
    }

    // then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-migration");
  }

  @Test
  @Order(2)
  void otherMethodsAndPathsAreRefused() {
    // given
    URI events = URI.create(client.url());

    // when
    Answer get = client.send("", HttpRequest.newBuilder(events));
    Answer delete = client.send("", HttpRequest.newBuilder(events).DELETE());
    Answer below = client.send("", HttpRequest.newBuilder(URI.create(events + "/x")));

    // then
    assertThat(List.of(get.status(), delete.status())).containsExactly(405, 405);
    assertThat(get.header("Allow")).isEqualTo("POST");
    assertThat(get.problem()).isEqualTo("method-not-allowed");
    assertThat(below.status()).isEqualTo(404);
    assertThat(below.problem()).isEqualTo("not-found");
  }

  @Test
  @Order(3)
  @DisplayName("after all of it the service answers, and the log holds what was accepted, no more")
  void nothingIsLeftBehind() {
    // when
    Answer answer = client.structured(Tokens.writer("t-1"), Events.student("good").toString());

    // then
    assertThat(BadInput.all()).hasSizeGreaterThan(60);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(client.get("/health/ready").status()).isEqualTo(200);
    assertThat(school.log())
        .extracting(record -> record.position().toString())
        .containsExactly(answer.position());
  }
}
