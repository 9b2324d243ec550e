package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade blueprint …}, without any server. */
class BlueprintCommandTest {
  private static final String SCHOOL = "../blueprints/school";
  private static final String NOWHERE =
      "jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2&loginTimeout=2";

  @TempDir Path folder;

  /** What a command ended with. */
  record Ended(int status, String out, String err) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "blueprint";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Ended(line.execute(all), out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {SCHOOL, "school", "agent-tasks", "prompts", "documents"})
  @DisplayName("check: a sound one ends with 0 and one line of what it has")
  void sound(String blueprint) {
    // when
    Ended ended = run("check", blueprint);
    // then
    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out().lines()).singleElement().asString().contains("domain", "Digest");
  }

  @Test
  @DisplayName("check: a broken one ends with 1 and tells every problem with file and place")
  void broken() throws IOException {
    // given
    Files.writeString(
        folder.resolve("blueprint.yaml"),
        Files.readString(Path.of(SCHOOL, "blueprint.yaml"))
            .replace("name: /name", "name: /nmae")
            .replace("missing: park", "missing: perhaps"));
    Files.createDirectory(folder.resolve("schemas"));
    try (var schemas = Files.list(Path.of(SCHOOL, "schemas"))) {
      for (Path schema : schemas.toList()) {
        Files.copy(schema, folder.resolve("schemas").resolve(schema.getFileName()));
      }
    }
    // when
    Ended ended = run("check", folder.toString());
    Ended json = run("check", folder.toString(), "--json");
    Ended ddl = run("ddl", folder.toString());
    // then
    assertThat(ddl.status()).isEqualTo(1);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            "blueprint.yaml domains.users.rows.user.columns.name: ", "Did you mean \"/name\"?")
        .contains(".missing: ");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.out()).contains("\"ok\" : false", "\"path\" : \"domains.users.rows.user");
  }

  @Test
  @DisplayName("check: a database that does not answer ends with 3")
  void unreachable() {
    // when
    Ended ended = run("check", SCHOOL, "--database", NOWHERE);
    // then
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("The database cannot be asked");
  }

  @ParameterizedTest
  @CsvSource({
    "'',Missing required subcommand",
    "chekc,Did you mean",
    "check,Missing required parameter",
    "check nowhere,no such directory",
    "check scool,Did you mean \"school\"?",
    "check ../blueprints/school --jsno,--json",
    "check ../blueprints/school --database mysql:x,starts with jdbc:postgresql:",
    "init --from none.json --out /tmp,There is no file none.json",
    "init --out x,Missing required option",
    "init --from x --out ../blueprints/school,is there already",
    "publish ../blueprints/school,Kafka is not named",
    "check ../blueprints/school/blueprint.yaml,name the folder",
    "types school --out /nowhere/at/all.ts,no such file or folder",
    "sample school --post nonsense,--post: an address",
    "sample school --clean,--clean needs --post",
    "sample school --scale 0,must be above 0",
  })
  @DisplayName("wrong usage ends with 2 and says what is wrong")
  void wrongUsage(String arguments, String said) {
    // when
    Ended ended =
        run(arguments == null || arguments.isEmpty() ? new String[0] : arguments.split(" "));
    // then
    assertThat(ended.status()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).contains(said).doesNotContain("\tat ");
  }

  @Test
  @DisplayName("ddl and types print; --after-move prints the other part; --out writes")
  void prints() throws IOException {
    // given
    Path file = folder.resolve("types.ts");
    // when
    Ended ddl = run("ddl", SCHOOL);
    Ended afterMove = run("ddl", SCHOOL, "--after-move");
    Ended types = run("types", SCHOOL);
    Ended written = run("types", SCHOOL, "--out", file.toString());
    // then
    assertThat(ddl.out()).contains("CREATE TABLE IF NOT EXISTS school.users").endsWith(";\n");
    assertThat(afterMove.out()).contains("SET NOT NULL").doesNotContain("CREATE TABLE");
    assertThat(types.out()).contains("export interface Student {");
    assertThat(written.out()).isEmpty();
    assertThat(file).hasContent(types.out());
  }

  @Test
  @DisplayName("publish: where nothing runs: 3, and how to start it")
  void nothingRuns() {
    // when
    Ended ended = run("publish", SCHOOL, "--data", folder.toString());
    // then
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("does not run", "./crossfade up");
  }

  @ParameterizedTest
  @CsvSource({"school,7", "agent-tasks,7", "prompts,7", "documents,7", "documents,5", "prompts,1"})
  @DisplayName("init on the whole dump of a sample: every field of every record is carried")
  void sampleToBlueprint(String name, String seed) throws IOException {
    // given
    Path dump = folder.resolve("dump.json");
    Path out = folder.resolve("proposed");
    Ended sample = run("sample", name, "--dump", "--seed", seed);
    Files.writeString(dump, sample.out());
    // when
    Ended init = run("init", "--from", dump.toString(), "--out", out.toString());
    Ended check = run("check", out.toString());
    // then
    assertThat(sample.status()).as(sample.err()).isZero();
    assertThat(init.status()).as(init.err()).isZero();
    assertThat(init.out())
        .contains("proposed, records of version 1")
        .doesNotContain("refused", "skipped", "not mapped");
    assertThat(check.status()).as(check.out()).isZero();
    Blueprint original = Blueprint.load(Path.of("../blueprints", name));
    ObjectNode records = DumpedRecords.of(original, Json.parse(Files.readAllBytes(dump)));
    Blueprint proposed = Blueprint.load(out);
    CarriedDump carried = new CarriedDump(proposed);
    carried.check(records);
    assertThat(carried.exact()).isBetween(1, carried.records());
    for (Domain domain : original.domains()) {
      assertThat(form(proposed.domain(domain.name()).orElseThrow().idRule()))
          .as(domain.name())
          .isEqualTo(form(domain.idRule()));
      if (!domain.legacyPlaces().isEmpty()) {
        assertThat(proposed.domain(domain.name()).orElseThrow().legacyPlaces())
            .containsExactly(domain.legacyPlaces().getFirst());
      }
    }
  }

  /** Where the ids come from, whoever counts them. */
  private static String form(IdRule rule) {
    return switch (rule) {
      case IdRule.Field field -> field.name();
      case IdRule.Composite composite -> composite.pointers().toString();
      case IdRule.Key key -> "key";
      case IdRule.Singleton singleton -> "singleton";
    };
  }

  @Test
  @DisplayName("a dump is one browser's: ids that each device counts for itself are there once")
  void dumpOfOneDevice() throws IOException {
    // given
    Path dump = folder.resolve("dump.json");
    Files.writeString(dump, run("sample", "agent-tasks", "--dump").out());
    // when
    Ended init =
        run("init", "--from", dump.toString(), "--out", folder.resolve("out").toString(), "--json");
    // then
    assertThat(init.status()).as(init.err()).isZero();
    assertThat(init.out())
        .contains("\"ok\" : true", "\"domains\" : 3")
        .doesNotContain("no field names each");
  }

  @Test
  @DisplayName("check: YAML that cannot be parsed is told on one line, with the line's number")
  void noYaml() throws IOException {
    // given
    Files.writeString(folder.resolve("blueprint.yaml"), "blueprint: 1\nname: [open\n x: - {\n");
    // when
    Ended ended = run("check", folder.toString());
    // then
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out().lines()).singleElement().asString().contains("line 3: cannot be parsed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "check", "ddl", "types", "publish", "sample"})
  @DisplayName("each has a help")
  void help(String command) {
    // when
    Ended ended = run(command, "--help");
    // then
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("Usage: crossfade blueprint " + command);
  }
}
