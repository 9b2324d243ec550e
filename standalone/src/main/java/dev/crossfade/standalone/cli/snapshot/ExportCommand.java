package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.DidYouMean;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdScope;
import dev.crossfade.standalone.cli.target.PublishedBlueprint;
import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.export.Export;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade snapshot export}. */
@Command(
    name = "export",
    description = {
      "Writes a tenant's records in the legacy shape. Sent again with snapshot FILE, it changes"
          + " nothing.",
      "It is real data: keep it where such data may be."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; it is there as a whole or not at all (default: stdout).")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "domains|ndjson|store",
      description = "One object with the records by domain, or a record a line (default: domains).")
  private Export.Format format = Export.Format.DOMAINS;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "Only this domain; several times for several (default: all).")
  private final List<String> only = new ArrayList<>();

  @Option(
      names = "--blueprint",
      paramLabel = "NAME|DIR",
      description = "With --url: the migration's blueprint, where none of that name comes along.")
  private @Nullable String blueprint;

  @Option(names = "--json", description = "With --out: what was written, as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(() -> run(terminal));
  }

  private int run(Terminal terminal) throws IOException, InterruptedException {
    TargetOptions.Found found = target.find();
    Blueprint published = PublishedBlueprint.of(found, blueprint);
    List<Domain> domains = domains(published);
    ProgressLine progress = new ProgressLine(terminal.err(), Terminal.isLive(), System::nanoTime);
    Path file = out;
    try (SnapshotClient client = target.client(found.target(), progress::say)) {
      Export export = new Export(client);
      Export.Written written;
      if (file == null) {
        // Not closed: it is the process's.
        OutputStream stdout = new FileOutputStream(FileDescriptor.out);
        written = export.write(published, target.tenant(), domains, format, stdout);
      } else {
        try (AtomicFile atomic = AtomicFile.create(file)) {
          written = export.write(published, target.tenant(), domains, format, atomic.content());
          atomic.commit();
        }
      }
      tell(terminal, written, domains);
    }
    return Terminal.DONE;
  }

  private List<Domain> domains(Blueprint published) {
    List<Domain> domains = new ArrayList<>(published.domains());
    List<String> names = domains.stream().map(Domain::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "--domain: there is no domain " + name + DidYouMean.hint(name, names));
      }
    }
    domains.removeIf(domain -> !only.isEmpty() && !only.contains(domain.name()));
    return domains;
  }

  private void tell(Terminal terminal, Export.Written written, List<Domain> domains) {
    if (out != null && json) {
      ObjectNode told = JsonNodeFactory.instance.objectNode().put("position", written.position());
      ObjectNode counts = told.putObject("domains");
      written.records().forEach(counts::put);
      terminal.json(told.put("without", written.without()).put("waiting", written.waiting()));
    } else if (out != null) {
      terminal.line("Written to " + out + ", as of " + written.position() + " or later:");
      written
          .records()
          .forEach(
              (domain, count) ->
                  terminal.line(String.format(Locale.ROOT, "  %s: %,d", domain, count)));
    }
    if (written.waiting() > 0) {
      terminal.note(
          written.waiting() + " records are in it as they were before a write that still waits.");
    }
    if (written.without() > 0) {
      terminal.note(
          written.without() + " records are not in it: everything written to them still waits.");
    }
    List<String> bySource =
        domains.stream()
            .filter(domain -> domain.idRule().scope() == IdScope.SOURCE)
            .map(Domain::name)
            .toList();
    if (!bySource.isEmpty()) {
      terminal.note(
          "Each source counts the records of "
              + String.join(", ", bySource)
              + " for itself, and the file does not say whose each is: sent again, all of them are"
              + " those of the one --source that is named then.");
    }
  }
}
