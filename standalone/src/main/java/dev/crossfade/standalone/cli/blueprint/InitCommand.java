package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.propose.KnownTable;
import dev.crossfade.core.propose.Proposal;
import dev.crossfade.core.propose.Proposer;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.sync.catalog.Catalog;
import dev.crossfade.sync.catalog.ExistingColumn;
import dev.crossfade.sync.catalog.ExistingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade blueprint init}. */
@Command(
    name = "init",
    description = {
      "Proposes a blueprint for the data of a browser.",
      "The dump is what JSON.stringify(localStorage) gives in the browser's console. Each guess has"
          + " a comment in blueprint.yaml: look at them, above all at the scope of ids.",
      "With --data or --database, tables that are there are used where names and types agree."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description =
          "The dump, a JSON object: keys with their raw strings, or domains with records.")
  private @Nullable Path from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The new blueprint's folder; nothing in it is overwritten.")
  private @Nullable Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The migration's name (default: that of the folder).")
  private @Nullable String name;

  @Option(names = "--json", description = "Tell what was proposed as one JSON object.")
  private boolean json;

  @Mixin private final NodeOption node = new NodeOption();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    Path folder = out == null ? Path.of("") : out;
    if (Files.exists(folder.resolve("blueprint.yaml"))) {
      return console.fault(
          Console.USAGE,
          folder.resolve("blueprint.yaml") + " is there already; choose another --out.");
    }
    String migration = name == null ? nameOf(folder) : name;
    if (!NAME.matcher(migration).matches()) {
      return console.fault(
          Console.USAGE,
          "--name: a lower-case letter, then up to 62 lower-case letters, digits, _ or -.");
    }
    Optional<NodeAccess> running = node.node();
    if (node.isGiven() && running.isEmpty()) {
      return console.fault(Console.UNREACHABLE, node.notRunning());
    }
    try {
      Proposal proposal = Proposer.propose(migration, dump(), known(running));
      write(folder, proposal);
      tell(console, folder, proposal);
      return Console.DONE;
    } catch (SQLException e) {
      return console.fault(Console.UNREACHABLE, "The database cannot be asked: " + e.getMessage());
    }
  }

  private void tell(Console console, Path folder, Proposal proposal) {
    Blueprint blueprint = Blueprint.load(folder);
    if (json) {
      ObjectNode report = BlueprintReport.of(blueprint, List.of(), new TableFindings(List.of()));
      ArrayNode skipped = report.putArray("skipped");
      proposal.skipped().forEach(each -> skipped.add(each.toString()));
      ArrayNode notes = report.putArray("notes");
      proposal.remarks().forEach(notes::add);
      console.json(report);
      return;
    }
    console.line(CheckCommand.summary(blueprint));
    proposal.skipped().forEach(each -> console.line("skipped: " + each));
    proposal.remarks().forEach(each -> console.line("note: " + each));
    console.line(
        "Look at the comments in %s, then: ./crossfade blueprint check %s"
            .formatted(folder.resolve("blueprint.yaml"), folder));
  }

  private static String nameOf(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String text = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    String plain = text.replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[^a-z]+", "");
    return plain.isEmpty() ? "app" : plain;
  }

  private ObjectNode dump() throws IOException {
    if (from == null || !Files.isRegularFile(from)) {
      throw new IllegalArgumentException("There is no file " + from + ".");
    }
    try {
      if (Json.parse(Files.readAllBytes(from)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(from + " is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException(
        from + " must be a JSON object, as JSON.stringify(localStorage) gives it.");
  }

  private List<KnownTable> known(Optional<NodeAccess> running) throws IOException, SQLException {
    if (running.isEmpty() && !database.isGiven()) {
      return List.of();
    }
    try (Connection connection = TableFindings.connect(running, database)) {
      return Catalog.read(connection, Catalog.schemas(connection)).tables().stream()
          .filter(table -> table.kind() == ExistingTable.Kind.TABLE)
          .map(InitCommand::known)
          .toList();
    }
  }

  private static KnownTable known(ExistingTable table) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (ExistingColumn column : table.columns()) {
      columns.put(column.name(), column.type());
    }
    return new KnownTable(table.name().schema(), table.name().table(), table.primaryKey(), columns);
  }

  private static void write(Path folder, Proposal proposal) throws IOException {
    Files.createDirectories(folder.resolve("schemas"));
    for (Map.Entry<String, ObjectNode> schema : proposal.schemas().entrySet()) {
      Files.writeString(
          folder.resolve(schema.getKey()),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema.getValue())
              + "\n");
    }
    Files.writeString(folder.resolve("blueprint.yaml"), proposal.yaml());
  }
}
