package dev.crossfade.standalone.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleTenant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All blueprints that come along, side by side in one node, with tenants of the same names. */
final class AllBlueprintsIT {
  private static final int SMALL = 1_000;

  /** One migration and its writers. */
  private record Running(MigrationFolder folder, History history, Writers writers) {}

  @Test
  @DisplayName("I1, I3, I4, I13: every blueprint's records are in the tables, once, and do not mix")
  void sideBySide(@TempDir Path data) throws Exception {
    // given
    List<MigrationFolder> folders = folders();
    NodeSettings settings =
        new NodeSettings(
            data, "127.0.0.1", 0, folders, new DevelopmentAuthenticator(InstantSource.system()), 3);
    try (Node node = Node.start(settings, what -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      // when
      List<Running> all = new ArrayList<>();
      folders.forEach(folder -> all.add(start(node, folder)));
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> all.stream().allMatch(one -> one.writers().counts().refusals() > 5));
      all.forEach(one -> one.writers().stop());

      // then
      for (Running one : all) {
        assertThat(one.writers().await(Duration.ofMinutes(1))).isTrue();
        assertThat(one.writers().faults()).isEmpty();
        one.writers().close();
        SelfCheck check = check(http, node, one.folder());
        assertThat(check.awaitApplied(Duration.ofMinutes(1), progress -> {})).isTrue();
        Verdict verdict = check.run(one.history(), 1);
        assertThat(verdict.first()).as(one.folder().name()).isEmpty();
        assertThat(verdict.records()).as(one.folder().name()).isGreaterThan(200);
        assertThat(verdict.unsettled()).isZero();
      }
    }
  }

  private static List<MigrationFolder> folders() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("../blueprints"))) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(folder -> MigrationFolder.find(folder.toString()))
          .toList();
    }
  }

  private static Running start(Node node, MigrationFolder folder) {
    var blueprint = folder.blueprint();
    Sample full = Sample.of(blueprint.json(), folder.sample(), 5, 1);
    boolean small = full.tenants().getFirst().records().size() < SMALL;
    Sample sample = small ? full : Sample.of(blueprint.json(), folder.sample(), 5, 0.02);
    List<SampleTenant> tenants = new ArrayList<>();
    sample.tenants().forEach(tenant -> tenants.add(tenant.named("tenant-" + tenants.size())));
    History history = History.inMemory();
    Writers writers =
        Writers.start(
            new Writers.Target(
                node::url, Access::development, blueprint.name(), blueprint.schemaVersion()),
            new Writers.Settings(5, 0),
            new Sample(tenants, sample.levels()),
            history);
    return new Running(folder, history, writers);
  }

  private static SelfCheck check(HttpClient http, Node node, MigrationFolder folder) {
    DatabaseAccess database = node.database();
    return new SelfCheck(
        http,
        new SelfCheck.Target(
            node.url(),
            database.url(),
            database.user(),
            database.password(),
            folder.blueprint().json(),
            Access::development));
  }
}
