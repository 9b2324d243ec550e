package dev.crossfade.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.School;
import dev.crossfade.standalone.folder.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two migrations side by side in one node; one of them has the name of one that comes along. */
class SeveralMigrationsIT {
  private static final String SCHEMA =
      """
      {"type": "object", "additionalProperties": false, "required": ["id"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string", "maxLength": 100},
        "capacity": {"type": "integer", "minimum": 0, "maximum": 1000}}}
      """;

  @TempDir private Path directory;

  private MigrationFolder blueprint(String name, String schema) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(folder.resolve("blueprint.yaml"), text(name, schema));
    Files.writeString(folder.resolve("classrooms.json"), SCHEMA);
    return MigrationFolder.find(folder.toString());
  }

  private static String text(String name, String schema) {
    return """
    blueprint: 1
    name: %1$s
    schemaVersion: 1
    tables:
      - name: %2$s.rooms
        key: id
        columns:
          - id: uuid
          - name: text(100)
          - capacity: integer
    domains:
      - name: classrooms
        schema: classrooms.json
        id: {field: id, scope: tenant}
        conflicts: AUTO_OVERWRITE
        rows:
          room:
            table: %2$s.rooms
            columns:
              id: {record: id}
              name: /name
              capacity: /capacity
    """
        .formatted(name, schema);
  }

  private static String digest(Node node) {
    return Objects.requireNonNull(node.run().migrations().get("school")).blueprint();
  }

  private Node start(MigrationFolder... blueprints) throws InterruptedException {
    return Node.start(
        NodeSettings.local(
            directory.resolve("data"),
            0,
            new DevelopmentAuthenticator(InstantSource.system()),
            blueprints),
        what -> {});
  }

  @Test
  @DisplayName(
      "I13 isolation: the same tenant and ids in two migrations do not mix; both are served again"
          + " without being asked for, each under the blueprint that it had")
  void sideBySide() throws Exception {
    // given
    MigrationFolder school = blueprint("school", "own");
    MigrationFolder club = blueprint("club", "club");
    String digest;
    String inSchool;
    String inClub;
    try (Node first = start(school)) {
      digest = digest(first);
      assertThat(first.migrations()).containsExactly("school");
    }
    try (Node both = start(club);
        School one = School.at(both.url().toString());
        School other = School.of("club", both.url().toString())) {
      inSchool = one.post("r1", 24);
      inClub = other.post("r1", 300);
      assertThat(one.capacity("r1", inSchool)).isEqualTo(24);
      assertThat(other.capacity("r1", inClub)).isEqualTo(300);
    }

    // when
    try (Node again = start();
        School one = School.at(again.url().toString());
        School other = School.of("club", again.url().toString())) {
      // then
      assertThat(again.migrations()).containsExactlyInAnyOrder("club", "school");
      assertThat(digest(again))
          .as("the school that comes along does not take its place")
          .isEqualTo(digest)
          .isNotEqualTo(MigrationFolder.school().blueprint().digest().hex());
      assertThat(one.capacity("r1", inSchool)).isEqualTo(24);
      assertThat(other.capacity("r1", inClub)).isEqualTo(300);
      String later = other.post("r1", 301);
      assertThat(other.capacity("r1", later)).isEqualTo(301);
      assertThat(capacities(again)).containsExactly(24, 301);
    }
  }

  private static List<Integer> capacities(Node node) throws SQLException {
    DatabaseAccess at = node.database();
    List<Integer> found = new ArrayList<>();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT capacity FROM own.rooms UNION ALL SELECT capacity FROM club.rooms"
                    + " ORDER BY 1")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }
}
