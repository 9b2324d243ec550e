package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.LoadSettings;
import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.StateFile;
import dev.crossfade.standalone.load.file.DumpKind;
import dev.crossfade.standalone.load.file.ExportFile;
import dev.crossfade.standalone.load.file.LineFile;
import dev.crossfade.standalone.load.file.StoreBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a file: what {@code snapshot FILE} does.
 *
 * @param asOf what the log was known to have reached; null where nobody knows
 * @param takenAt when the store was read; null where nobody knows
 */
record FileRun(
    Terminal terminal,
    TargetOptions target,
    SourceOptions source,
    LoadOptions load,
    @Nullable String asOf,
    @Nullable String takenAt) {
  /** The source of an export that is sent again. */
  private static final String EXPORT = "export";

  int run(Path file) throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return switch (DumpKind.of(file)) {
      case STORE -> store(file, false);
      case REQUEST -> store(file, true);
      case LINES ->
          records(
              file,
              source.requireSource("The lines do not tell whose they are:"),
              asOf,
              () -> LineFile.open(file));
      case EXPORT -> {
        ExportFile.Head head = ExportFile.head(file);
        String tenant = target.tenant() == null ? head.tenant() : target.tenant();
        // The same records in another tenant, or elsewhere: its positions say nothing there.
        boolean same = tenant != null && tenant.equals(head.tenant());
        yield records(
            file,
            Optional.ofNullable(source.source()).orElse(EXPORT),
            asOf == null && same ? head.position() : asOf,
            () -> ExportFile.open(file, tenant));
      }
    };
  }

  private int records(Path file, String whose, @Nullable String reached, RecordSource.Opener opener)
      throws IOException, InterruptedException {
    TargetOptions.Found found = target.find();
    // The file is older than the opening: what the log reached then is not what it shows.
    LoadSettings how =
        new LoadSettings(
            whose,
            source.sequence(),
            source.sequence() == null ? reached : null,
            false,
            source.schemaVersion(),
            load.batch(),
            source.dryRun());
    Map<String, String> same = new HashMap<>();
    same.put("the server", found.server());
    same.put("--migration", found.target().migration());
    same.put("--source", whose);
    same.put("--sequence", String.valueOf(how.sequence()));
    same.put("--as-of", String.valueOf(how.asOf()));
    same.put("--schema-version", String.valueOf(how.schemaVersion()));
    same.put("--tenant", String.valueOf(target.tenant()));
    same.put("the file", file.toAbsolutePath().normalize().toString());
    return new LoadRun(terminal, target, load, source.json())
        .run(
            new LoadRun.What(
                found.target(), how, new StateFile.Identity(same), null, List.of(), opener));
  }

  private int store(Path file, boolean request) throws IOException, InterruptedException {
    if (load.state() != null || load.errors() != null) {
      throw new IllegalArgumentException(
          "--state and --errors are for records that come one by one; a browser's store is one"
              + " request, and its answer names what was rejected.");
    }
    StoreBody body =
        StoreBody.read(
            file,
            request,
            new StoreBody.Told(
                source.source(), source.sequence(), asOf, takenAt, source.schemaVersion()));
    if (body.source() == null) {
      body = body.withSource(source.requireSource("The dump does not tell whose store it is:"));
    }
    TargetOptions.Found found = target.find();
    ProgressLine progress = new ProgressLine(terminal.err(), Terminal.isLive(), System::nanoTime);
    try (SnapshotClient client = target.client(found.target(), progress::say)) {
      Map<String, String> query = source.dryRun() ? Map.of("dryRun", "true") : Map.of();
      JsonNode answer = client.post(query, "application/json", body.bytes());
      tell(answer, String.valueOf(body.source()));
      return AnswerReport.rejected(answer) == 0 ? Terminal.DONE : Terminal.FAILED;
    }
  }

  private void tell(JsonNode answer, String whose) {
    if (source.json()) {
      if (answer instanceof ObjectNode object) {
        object.put("rejected", AnswerReport.rejected(answer));
      }
      terminal.json(answer);
      return;
    }
    String what =
        source.dryRun()
            ? "Dry run, nothing was kept"
            : "Snapshot %s of %s, in the log up to %s"
                .formatted(
                    answer.path("snapshot").asString(""),
                    whose,
                    answer.path("position").asString("?"));
    JsonNode audit = answer.path("audit");
    terminal.line(
        audit.path("itemCount").isNumber()
            ? String.format(
                Locale.ROOT,
                "%s: %,d records, %,d bytes.",
                what,
                audit.path("itemCount").asLong(),
                audit.path("storageSize").asLong())
            : what + ".");
    AnswerReport report = new AnswerReport(terminal);
    report.domains(answer.path("domains"));
    report.unknownKeys(answer.path("unknownKeys"));
    report.issues(answer.path("issues"));
    report.audit(audit);
  }
}
