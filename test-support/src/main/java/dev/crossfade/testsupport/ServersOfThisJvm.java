package dev.crossfade.testsupport;

import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.embedded.PostgresServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * The one place that says what the servers of tests are, and keeps one of each until the test JVM
 * ends.
 */
final class ServersOfThisJvm {
  private final Store store;

  private ServersOfThisJvm(Store store) {
    this.store = store;
  }

  static ServersOfThisJvm of(ExtensionContext context) {
    // The session's store closes what it holds when the session ends, after the last test class.
    return new ServersOfThisJvm(
        context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(ServersOfThisJvm.class)));
  }

  TestKafka newNamespace() {
    EmbeddedKafka kafka =
        shared(EmbeddedKafka.class, dir -> EmbeddedKafka.start(dir, 0), EmbeddedKafka::close);
    return new TestKafka(kafka.bootstrap(), uniqueName());
  }

  TestDatabase newDatabase() {
    PostgresServer postgres =
        shared(PostgresServer.class, dir -> PostgresServer.start(dir, 0), PostgresServer::close);
    String name = uniqueName();
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("No database for the test class.", e);
    }
    return new TestDatabase(postgres.jdbcUrl(name), postgres.user(), postgres.password());
  }

  private <S> S shared(Class<S> type, Function<Path, S> start, Consumer<S> stop) {
    var server =
        store.computeIfAbsent(type, key -> SharedServer.start(start, stop), SharedServer.class);
    return type.cast(server.server());
  }

  private static String uniqueName() {
    return "t"
        + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toLowerCase(Locale.ROOT);
  }
}
