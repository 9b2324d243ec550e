package dev.crossfade.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Uses both servers, after a look that nobody has used this database and this namespace before. */
final class FreshServers {
  private FreshServers() {}

  static void use(TestDatabase database, TestKafka kafka) throws Exception {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      try (var tables =
          statement.executeQuery("SELECT FROM pg_tables WHERE schemaname = 'public'")) {
        assertThat(tables.next()).isFalse();
      }
      statement.execute("CREATE TABLE student (name text)");
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      assertThat(admin.listTopics().names().get())
          .noneMatch(name -> name.startsWith(kafka.namespace()));
      NewTopic topic =
          new NewTopic(kafka.namespace() + ".changes", Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
  }
}
