package dev.crossfade.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker with its controller (KRaft, combined mode) inside this JVM, on the loopback
 * address only.
 *
 * <p>Topics, records and consumer offsets survive {@link #close()} and SIGKILL; an append is on
 * disk when it is acknowledged. Ports may differ from start to start. As in any broker, a fault of
 * its storage ends the process. Instances may be used from any thread.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final int port;
  private boolean closed;

  private EmbeddedKafka(KafkaRaftServer server, DirectoryLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /**
   * Starts the broker and returns when it serves clients.
   *
   * @param dataDirectory created and formatted when missing
   * @param port of 127.0.0.1, or 0 for a free one
   * @throws DirectoryInUseException when another broker runs on the directory
   * @throws IllegalStateException when the port is taken
   */
  public static EmbeddedKafka start(Path dataDirectory, int port) {
    try {
      DirectoryLock lock = DirectoryLock.take(dataDirectory);
      try {
        return start(dataDirectory.toRealPath(), port, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedKafka start(Path directory, int port, DirectoryLock lock)
      throws IOException {
    int brokerPort = LoopbackPort.choose(port);
    int controllerPort = LoopbackPort.choose(0);
    while (controllerPort == brokerPort) {
      controllerPort = LoopbackPort.choose(0);
    }
    Path logDirectory = formatted(directory);
    KafkaConfig config =
        new KafkaConfig(KafkaSettings.of(logDirectory, brokerPort, controllerPort), false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    EmbeddedKafka kafka = new EmbeddedKafka(server, lock, brokerPort);
    try {
      server.startup();
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    return kafka;
  }

  /**
   * Formats beside the place and moves there, so that a process killed in between leaves nothing
   * half done.
   */
  private static Path formatted(Path directory) throws IOException {
    Path target = directory.resolve("log");
    if (Files.exists(target.resolve("meta.properties"))) {
      return target;
    }
    Path unfinished = directory.resolve("log.unfinished");
    Directories.delete(unfinished);
    Files.createDirectories(unfinished);
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(KafkaSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(unfinished.toString())
          .addDirectory(unfinished.toString())
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Formatting the broker's storage failed.", e);
    }
    return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The address for clients, as in {@code bootstrap.servers}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /**
   * Stops the broker, then its controller, within 30 s; the directory is free afterwards. Safe to
   * call twice.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Thread stopper = Thread.ofPlatform().name("kafka-stop").daemon().start(server::shutdown);
    try {
      if (!stopper.join(STOP_TIMEOUT)) {
        log.warn(
            "Kafka did not stop within {} s; its directory stays locked until this process ends.",
            STOP_TIMEOUT.toSeconds());
        return;
      }
      lock.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
