package dev.crossfade.reconcile.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
final class FoldIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestKafka kafka;
  private String name = "";
  private LogOfNotes log;

  @TempDir private Path directory;

  FoldIT(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void begin() throws Exception {
    name = kafka.namespace() + Long.toString(System.nanoTime(), 36);
    log = new LogOfNotes(kafka.bootstrap(), name);
  }

  @AfterEach
  void end() {
    log.close();
  }

  private StreamsFold start(String state) {
    FoldSettings settings = FoldSettings.of(log.client, directory.resolve(state));
    return StreamsFold.start(log.migration, settings, partition -> null);
  }

  /** Every partition is folded to its end, and each sum is that of a plain fold. */
  private void assertFolded(Fold fold) {
    for (PlainFold plain : log.plain) {
      int partition = log.plain.indexOf(plain);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(fold.partitions()).containsEntry(partition, plain.next()));
      for (long next = plain.next(); next >= 0; next -= 50) {
        assertThat(fold.at(partition, next)).isInstanceOf(FoldAnswer.At.class);
        try (FoldView view = ((FoldAnswer.At) fold.at(partition, next)).view()) {
          assertThat(view.sums()).isEqualTo(plain.sums(next));
        }
      }
    }
  }

  @Test
  @DisplayName("I16 a fold goes on where it was, and comes to the same without its state")
  void restarted() throws Exception {
    // given
    log.append(200);
    try (StreamsFold fold = start("a")) {
      assertFolded(fold);
      assertThat(fold.health()).isInstanceOf(HealthCheck.Result.Up.class);
      await().atMost(PATIENCE).until(() -> fold.lag() == 0);
    }
    log.append(100);
    // when
    try (StreamsFold again = start("a")) {
      // then
      assertFolded(again);
    }
    // when
    deleteAll(directory.resolve("a"));
    try (StreamsFold rebuilt = start("a")) {
      // then
      assertFolded(rebuilt);
    }
    // when
    damage(directory.resolve("a"));
    log.append(50);
    try (StreamsFold mended = start("a")) {
      // then
      assertFolded(mended);
    }
  }

  @Test
  @DisplayName("Failure class 11: after SIGKILL in the middle the fold is that of a rebuild")
  void killed() throws Exception {
    // given
    log.append(600);
    Path state = directory.resolve("a");
    for (long enough : List.of(1L, 200L)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx300m",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FoldProcess.class.getName(),
                  kafka.bootstrap(),
                  name,
                  state.toString(),
                  Long.toString(enough))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("folding");
        // when
        process.destroyForcibly().waitFor();
      } finally {
        process.destroyForcibly();
      }
      log.append(20);
    }
    // then
    try (StreamsFold fold = start("a")) {
      assertFolded(fold);
    }
  }

  @Test
  @DisplayName("A group's place ahead of the stores skips nothing: it is set back")
  void rewound() throws Exception {
    // given
    log.append(50);
    try (StreamsFold fold = start("a")) {
      assertFolded(fold);
    }
    log.append(50);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(log.client))) {
      var place =
          Map.of(
              new TopicPartition(log.migration.topics().changes(), 1), new OffsetAndMetadata(80));
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                admin
                    .alterConsumerGroupOffsets(StreamsSettings.application(name), place)
                    .all()
                    .get();
                return true;
              });
    }
    // when
    try (StreamsFold fold = start("a")) {
      // then
      assertFolded(fold);
    }
  }

  @Test
  @DisplayName("A standby takes over where the first one leaves")
  void standby() throws Exception {
    // given
    log.append(100);
    FoldSettings one = FoldSettings.of(log.client, directory.resolve("one")).withStandbys(1);
    FoldSettings two = FoldSettings.of(log.client, directory.resolve("two")).withStandbys(1);
    try (StreamsFold second = StreamsFold.start(log.migration, two, partition -> null)) {
      try (StreamsFold first = StreamsFold.start(log.migration, one, partition -> null)) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    !first.partitions().isEmpty()
                        && first.partitions().size() + second.partitions().size()
                            == LogOfNotes.PARTITIONS);
        log.append(100);
      }
      // then
      assertFolded(second);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Overwrites the stores' files, so that they look whole and are not. */
  private static void damage(Path folder) throws IOException {
    int damaged = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String file = String.valueOf(path.getFileName());
        if (file.endsWith(".sst") || file.startsWith("MANIFEST")) {
          byte[] bytes = Files.readAllBytes(path);
          for (int i = bytes.length / 3; i < bytes.length; i++) {
            bytes[i] ^= 0x5A;
          }
          Files.write(path, bytes);
          damaged++;
        }
      }
    }
    assertThat(damaged).isPositive();
  }
}
