package dev.crossfade.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.folder.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --blueprint DIR} with another blueprint than the one that was published from it. */
class ChangedBlueprintIT {
  private static final String YAML =
      """
      blueprint: 1
      name: club
      schemaVersion: 1
      tables:
        - name: club.rooms
          key: id
          columns:
            - id: uuid
            - name: text(100)
      domains:
        - name: rooms
          schema: rooms.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            room:
              table: club.rooms
              columns:
                id: {record: id}
                name: /name
      """;

  @TempDir private Path directory;

  private MigrationFolder blueprint(String yaml, int longest) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("club"));
    Files.writeString(folder.resolve("blueprint.yaml"), yaml);
    Files.writeString(
        folder.resolve("rooms.json"),
        """
        {"type": "object", "required": ["id"], "properties": {
          "id": {"type": "string"}, "name": {"type": "string", "maxLength": %d}}}
        """
            .formatted(longest));
    return MigrationFolder.find(folder.toString());
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

  private static String digest(Node node) {
    return Objects.requireNonNull(node.run().migrations().get("club")).blueprint();
  }

  @Test
  @DisplayName("it is published when it fits; else the start is refused, and nothing is published")
  void changed() throws Exception {
    // given
    MigrationFolder first = blueprint(YAML, 100);
    MigrationFolder narrower = blueprint(YAML, 50);
    MigrationFolder lacking =
        blueprint(
            YAML.replace("- name: text(100)", "- name: text(100)\n      - state: text(10)")
                .replace("name: /name", "name: /name\n          state: {constant: lent}"),
            100);
    MigrationFolder fitting = blueprint(YAML.replace("AUTO_OVERWRITE", "AUTO_MERGE"), 100);
    String before;
    try (Node node = start(first)) {
      before = digest(node);
    }

    // when
    assertThatThrownBy(() -> start(narrower))
        // then
        .isInstanceOf(BlueprintRefusedException.class)
        .hasMessageContaining("domains.rooms.schema.properties.name.maxLength")
        .hasMessageContaining("start without --blueprint");
    assertThatThrownBy(() -> start(lacking))
        .isInstanceOf(BlueprintRefusedException.class)
        .hasMessageContaining("ALTER TABLE club.rooms ADD COLUMN state text;")
        .hasMessageContaining("blueprint publish");
    try (Node node = start()) {
      assertThat(digest(node)).isEqualTo(before);
    }
    try (Node node = start(fitting)) {
      assertThat(digest(node)).isEqualTo(fitting.blueprint().digest().hex()).isNotEqualTo(before);
    }
  }
}
