package dev.crossfade.standalone.node;

import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.lifecycle.Closer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Broker and database, each in its folder of the data directory, started side by side. */
record Servers(EmbeddedKafka kafka, PostgresServer postgres) {
  private static final String POSTGRES = "postgres";
  // A little more than either takes at most by its own account.
  private static final Duration KAFKA_STOP = Duration.ofSeconds(35);
  private static final Duration POSTGRES_STOP = Duration.ofSeconds(45);

  /** What was started is the closer's, even when the other one did not start. */
  static Servers start(Path data, Closer closer, Consumer<String> progress) {
    Future<EmbeddedKafka> kafka;
    Future<PostgresServer> postgres;
    try (ExecutorService starters = Executors.newFixedThreadPool(2)) {
      kafka =
          starters.submit(
              told("Kafka", progress, () -> EmbeddedKafka.start(data.resolve("kafka"), 0)));
      postgres =
          starters.submit(
              told("PostgreSQL", progress, () -> PostgresServer.start(folder(data), 0)));
    }
    try {
      take("kafka", kafka, closer, KAFKA_STOP);
    } finally {
      // Also when the closer has been closed meanwhile: it closes at once what comes late.
      take(POSTGRES, postgres, closer, POSTGRES_STOP);
    }
    return new Servers(started(kafka), started(postgres));
  }

  private static void take(
      String name, Future<? extends AutoCloseable> server, Closer closer, Duration timeout) {
    if (server.state() == Future.State.SUCCESS) {
      closer.add(name, server.resultNow(), timeout);
    }
  }

  /** Where PostgreSQL keeps its things. */
  static Path folder(Path data) {
    return data.resolve(POSTGRES);
  }

  DatabaseAccess database(Path data) {
    return new DatabaseAccess(
        postgres.jdbcUrl(),
        postgres.user(),
        postgres.password(),
        PostgresServer.passwordFile(folder(data)));
  }

  private static <T> Callable<T> told(String name, Consumer<String> progress, Callable<T> start) {
    return () -> {
      T started = start.call();
      progress.accept(name + " runs");
      return started;
    };
  }

  private static <T> T started(Future<T> future) {
    if (future.state() == Future.State.FAILED) {
      if (future.exceptionNow() instanceof RuntimeException e) {
        throw e;
      }
      throw new IllegalStateException(future.exceptionNow());
    }
    return future.resultNow();
  }
}
