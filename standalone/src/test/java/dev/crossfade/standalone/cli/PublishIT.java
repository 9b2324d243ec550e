package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code crossfade blueprint publish} and {@code sample --post} on a running node. */
class PublishIT {
  private static final Path SCHOOL = Path.of("../blueprints/school");

  @TempDir Path temp;

  /** What a command ended with. */
  record Ended(int status, String text) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    return new Ended(line.execute(arguments), out.toString());
  }

  private String changed(String name, String find, String by) throws IOException {
    Path folder = temp.resolve(name);
    Files.createDirectories(folder.resolve("schemas"));
    try (var files = Files.walk(SCHOOL)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Path relative = SCHOOL.relativize(file);
        boolean hit = relative.toString().equals("blueprint.yaml") || by.startsWith("\"");
        Files.writeString(folder.resolve(relative), hit ? text.replace(find, by) : text);
      }
    }
    return folder.toString();
  }

  @Test
  @DisplayName("what is the same does nothing, what is incompatible or lacks columns is refused")
  void publish() throws Exception {
    // given
    Path data = temp.resolve("data");
    String narrower = changed("narrower", "\"maxLength\": 320", "\"maxLength\": 319");
    String wider =
        changed(
            "wider",
            "- avatar_url: text(2000)\n",
            "- avatar_url: text(2000)\n      - extra: text\n");
    Path yaml = Path.of(wider, "blueprint.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace(
                "avatar_url: /avatar\n", "avatar_url: /avatar\n          extra: {constant: x}\n"));
    String fine = changed("fine", "conflicts: INTERACTIVE", "conflicts: AUTO_MERGE");
    try (Node node =
        Node.start(
            new NodeSettings(
                data,
                "127.0.0.1",
                0,
                List.of(),
                new DevelopmentAuthenticator(InstantSource.system()),
                3),
            word -> {})) {
      // when
      Ended same = publish(SCHOOL.toString(), data);
      Ended refused = publish(narrower, data);
      Ended lacking = publish(wider, data);
      Ended published = publish(fine, data);
      Ended again = publish(fine, data);
      Ended sent =
          run("blueprint", "sample", "school", "--scale", "0.001", "--post", node.url().toString());

      // then
      assertThat(same.text()).contains("Nothing to do");
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.text())
          .contains("domains.users.schema.properties.email.maxLength", "raise schemaVersion");
      assertThat(lacking.status()).isEqualTo(1);
      assertThat(lacking.text())
          .contains("ALTER TABLE school.users ADD COLUMN extra text;", "nothing was published");
      assertThat(published.status()).as(published.text()).isZero();
      assertThat(published.text()).contains("Published: school, records of version 1");
      assertThat(again.text()).contains("Nothing to do");
      assertThat(sent.status()).as(sent.text()).isZero();
      assertThat(sent.text()).contains("events sent, 0 refused");
    }
  }

  private static Ended publish(String folder, Path data) {
    return run("blueprint", "publish", folder, "--data", data.toString());
  }
}
