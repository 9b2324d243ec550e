package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events as the CloudEvents SDK for JavaScript makes them; needs Node and npm. */
@ExtendWith(RealServers.class)
class JavaScriptSdkIT {
  private static final Path SOURCES = Path.of("src/test/js");
  private static final Path INSTALLED = Path.of("target/js");
  private static final long PATIENCE_SECONDS = 120;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(isThere("node") && isThere("npm"), "skipped: node and npm are not on the PATH");
    Files.createDirectories(INSTALLED);
    for (String file : List.of("package.json", "package-lock.json", "post.js")) {
      Files.copy(
          SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(INSTALLED.resolve("node_modules/cloudevents"))) {
      run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }
  }

  @Test
  @DisplayName("structured, batch and binary events of the SDK are accepted as they come")
  void areAccepted(TestKafka kafka) throws Exception {
    School school = School.create(kafka.bootstrap(), kafka.namespace());
    try (IngestServer server = school.serve(IngestSettings.defaults());
        Client client = new Client(server.port(), school.name())) {
      // given
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);

      // when
      String out = run(Map.of("TOKEN", Tokens.writer("t-1")), "node", "post.js", client.url());

      // then
      JsonNode answers = JsonMapper.shared().readTree(out);
      for (String mode : List.of("binary", "structured", "batch")) {
        assertThat(answers.at("/" + mode + "/status").asInt()).as(out).isEqualTo(202);
      }
      assertThat(answers.at("/emitter/results/0/status").asString()).isEqualTo("accepted");
      EventReader reader = new EventReader(School.PARTITIONS, School.BLUEPRINT.digest()::equals);
      assertThat(school.log())
          .extracting(reader::read)
          .hasOnlyElementsOfType(Decoded.Event.class)
          .extracting(decoded -> (RecordChange) ((Decoded.Event) decoded).event())
          .allSatisfy(
              change -> {
                assertThat(change.data().tree().path("name").asString()).isEqualTo("Zoë 😀");
                assertThat(change.envelope().time()).isNotNull();
              })
          .extracting(change -> change.record().id() + " " + change.envelope().sequence())
          .containsExactly("sdk-1 1", "sdk-2 2", "sdk-3 3", "sdk-4 4", "sdk-5 5");
    }
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    Path errors = Files.createTempFile(INSTALLED, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ended && process.exitValue() == 0).as(out + Files.readString(errors)).isTrue();
    Files.delete(errors);
    return out;
  }
}
