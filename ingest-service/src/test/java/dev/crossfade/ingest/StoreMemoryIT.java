package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What snapshots cost, measured by how small a heap they still fit into. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreMemoryIT {
  private static final int MIB = 1024 * 1024;
  private static final int STORE = 10 * MIB;

  @TempDir private static Path directory;

  private final School school;
  private final String token = Tokens.writer("t-1");

  StoreMemoryIT(TestKafka kafka) {
    school = School.create(kafka.bootstrap(), kafka.namespace());
  }

  @Test
  @DisplayName("a store of 10 MiB costs at most 64 MiB above the idle heap, plain and gzip")
  void store() {
    // given
    byte[] store = Stores.bytes(tenMebibytes());
    int idle = (int) (idle() / MIB) + 1;

    // when, then
    assertThat(status(idle + 64, store, false)).isEqualTo(202);
    assertThat(status(idle + 64, store, true)).isEqualTo(202);
    assertThat(status(idle + 16, store, false)).as("a heap that cannot do").isNotEqualTo(202);
  }

  @Test
  @DisplayName("100 MB of lines fit into 32 MiB: none is kept")
  void lines() {
    // given
    int idle = (int) (idle() / MIB) + 1;

    // when
    int status;
    try (Forked service = new Forked(idle + 32)) {
      service.warm();
      status =
          service
              .client
              .snapshot(
                  token,
                  "?source=erp",
                  BodyPublishers.ofInputStream(() -> new Lines(100_000, 1_000)),
                  "Content-Type",
                  Client.LINES)
              .status();
    }

    // then
    assertThat(status).isEqualTo(202);
  }

  private long idle() {
    try (Forked service = new Forked(512)) {
      service.warm();
      return service.used();
    }
  }

  private int status(int heap, byte[] store, boolean gzip) {
    try (Forked service = new Forked(heap)) {
      service.warm();
      return service.send(store, gzip);
    }
  }

  private static ObjectNode tenMebibytes() {
    StringBuilder students = new StringBuilder("[");
    for (int i = 0; students.length() < STORE; i++) {
      ObjectNode student = Stores.student("s" + i).put("address", "x".repeat(200));
      students.append(i == 0 ? "" : ",").append(student);
    }
    ObjectNode store = Stores.store("browser-1", 0);
    store.withObject("entries").put("students", students.append(']').toString());
    return store;
  }

  /** The service in a process with so many mebibytes of heap. */
  private final class Forked implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Client client;

    Forked(int heap) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-Xmn6m", "-Xmx" + heap + "m"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(StoreMemory.class.getName(), school.bootstrap(), school.name()));
      try {
        process =
            new ProcessBuilder(command)
                .redirectError(directory.resolve("service-" + heap + ".log").toFile())
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        client = new Client((int) number(), school.name());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private long number() throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.matches("[0-9]+")) {
          return Long.parseLong(line);
        }
      }
      throw new IOException("the service ended");
    }

    void warm() {
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
      assertThat(client.store(token, "", Stores.store("browser-1", 600).toString()).status())
          .isEqualTo(202);
    }

    long used() {
      try {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return number();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The status; 0 where there was no answer. */
    int send(byte[] store, boolean gzip) {
      try {
        return gzip
            ? client
                .snapshot(
                    token,
                    "",
                    BodyPublishers.ofByteArray(Client.gzip(store)),
                    "Content-Type",
                    Client.JSON,
                    "Content-Encoding",
                    "gzip")
                .status()
            : client
                .snapshot(token, "", BodyPublishers.ofByteArray(store), "Content-Type", Client.JSON)
                .status();
      } catch (UncheckedIOException e) {
        return 0;
      }
    }

    @Override
    public void close() {
      client.close();
      process.destroyForcibly();
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
