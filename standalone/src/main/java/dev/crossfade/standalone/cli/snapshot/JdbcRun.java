package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.LoadSettings;
import dev.crossfade.standalone.load.StateFile;
import dev.crossfade.standalone.load.jdbc.JdbcSettings;
import dev.crossfade.standalone.load.jdbc.JdbcSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an old backend: what {@code snapshot --jdbc} and {@code snapshot jdbc} do. */
record JdbcRun(
    Terminal terminal,
    TargetOptions target,
    SourceOptions source,
    LoadOptions load,
    JdbcOptions jdbc) {

  int run() throws IOException, InterruptedException {
    JdbcSettings settings = jdbc.settings(target.tenant());
    LoadSettings how =
        new LoadSettings(
            source.requireSource("An old backend is a source of its own:"),
            source.sequence(),
            null,
            true,
            source.schemaVersion(),
            load.batch(),
            source.dryRun());
    TargetOptions.Found found = target.find();
    // Before a snapshot is opened: a wrong query leaves nothing behind.
    JdbcSource.check(settings);
    boolean tenantKnown = settings.shape().tenantColumn() == null;
    return new LoadRun(terminal, target, load, source.json())
        .run(
            new LoadRun.What(
                found.target(),
                how,
                identity(settings, how, found),
                settings.shape().tenant(),
                tenantKnown ? List.copyOf(settings.queries().keySet()) : List.of(),
                () -> JdbcSource.open(settings)));
  }

  private static StateFile.Identity identity(
      JdbcSettings settings, LoadSettings how, TargetOptions.Found found) {
    Map<String, String> same = new HashMap<>();
    same.put("the server", found.server());
    same.put("--migration", found.target().migration());
    same.put("--source", how.source());
    same.put("--sequence", String.valueOf(how.sequence()));
    same.put("--schema-version", String.valueOf(how.schemaVersion()));
    settings.queries().forEach((domain, query) -> same.put("--query " + domain, query));
    same.put("the domains", String.join(",", settings.queries().keySet()));
    JdbcSettings.Shape shape = settings.shape();
    same.put("--tenant", String.valueOf(shape.tenant()));
    same.put("--tenant-column", String.valueOf(shape.tenantColumn()));
    same.put("--id-column", String.valueOf(shape.idColumn()));
    same.put("--data-column", String.valueOf(shape.dataColumn()));
    return new StateFile.Identity(same);
  }
}
