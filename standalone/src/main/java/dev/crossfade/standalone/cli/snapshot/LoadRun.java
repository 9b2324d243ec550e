package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.Load;
import dev.crossfade.standalone.load.LoadListener;
import dev.crossfade.standalone.load.LoadSettings;
import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.StateFile;
import dev.crossfade.standalone.load.Tally;
import dev.crossfade.standalone.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends records that come one by one, shows how far it is, and tells what became of them. */
final class LoadRun {
  private static final int SHOWN = 5;

  private final Terminal terminal;
  private final TargetOptions target;
  private final LoadOptions load;
  private final boolean json;

  LoadRun(Terminal terminal, TargetOptions target, LoadOptions load, boolean json) {
    this.terminal = terminal;
    this.target = target;
    this.load = load;
    this.json = json;
  }

  /**
   * What is sent.
   *
   * @param identity what makes it the same load when it is run again
   * @param domains that are known before the first record is read, and whose they are; none where
   *     the records themselves say so
   */
  record What(
      Target target,
      LoadSettings settings,
      StateFile.Identity identity,
      @Nullable String tenant,
      List<String> domains,
      RecordSource.Opener opener) {}

  /** The status to end with. */
  int run(What what) throws IOException, InterruptedException {
    Path path = what.settings().dryRun() ? null : load.state();
    try (StateFile state =
        path == null ? null : StateFile.open(path, what.identity(), load.anew())) {
      if (state != null && state.isFinished()) {
        terminal.line(
            "Snapshot %s is complete, says %s. For another one of the same store: --new."
                .formatted(state.snapshot().orElse(""), path));
        return Terminal.DONE;
      }
      return run(what, state);
    }
  }

  private int run(What what, @Nullable StateFile state) throws IOException, InterruptedException {
    ProgressLine progress = new ProgressLine(terminal.err(), Terminal.isLive(), System::nanoTime);
    long begin = System.nanoTime();
    boolean resumed = state != null && state.snapshot().isPresent();
    try (SnapshotClient client = target.client(what.target(), progress::say);
        ErrorsFile errors = ErrorsFile.open(load.errors(), resumed)) {
      Load running =
          new Load(
              client, what.settings(), state, new Shown(progress, errors), InstantSource.system());
      what.domains().forEach(domain -> running.expect(what.tenant(), domain));
      Load.Result result = running.run(what.opener());
      progress.end();
      tell(result, (System.nanoTime() - begin) / 1e9, path(state));
      return result.tally().rejected() == 0 ? Terminal.DONE : Terminal.FAILED;
    } catch (IOException e) {
      progress.end();
      if (state != null && state.snapshot().isPresent()) {
        terminal.note("The same command goes on where this one ended.");
      }
      throw e;
    } finally {
      progress.end();
    }
  }

  private static @Nullable String path(@Nullable StateFile state) {
    return state == null ? null : state.toString();
  }

  /** Shows progress, and the first troubles. */
  private static final class Shown implements LoadListener {
    private final ProgressLine progress;
    private final ErrorsFile errors;
    private int troubles;

    Shown(ProgressLine progress, ErrorsFile errors) {
      this.progress = progress;
      this.errors = errors;
    }

    @Override
    public void opened(String snapshot, boolean resumed) {
      progress.say(resumed ? "going on with snapshot " + snapshot : "snapshot " + snapshot);
    }

    @Override
    public void reading(long total) {
      progress.begin(total);
    }

    @Override
    public void progress(long read, Tally tally) {
      progress.rows(read, tally.rejected());
    }

    @Override
    public boolean wantsAllIssues() {
      return errors.isWanted();
    }

    @Override
    public void issue(ObjectNode issue) {
      errors.add(issue);
      if (++troubles <= SHOWN) {
        progress.say("rejected: " + AnswerReport.issue(issue));
      } else if (troubles == SHOWN + 1) {
        progress.say("rejected: … (--errors FILE gets them all)");
      }
    }
  }

  private void tell(Load.Result result, double seconds, @Nullable String state) {
    Tally tally = result.tally();
    if (json) {
      terminal.json(asJson(result, seconds));
      return;
    }
    AnswerReport report = new AnswerReport(terminal);
    terminal.line(
        String.format(
            Locale.ROOT,
            "%s: %,d records in %.1f s (%,.0f a second)%s",
            result.snapshot() == null
                ? "Dry run, nothing was kept"
                : "Snapshot " + result.snapshot(),
            tally.lines(),
            seconds,
            (tally.lines() - tally.repeated()) / Math.max(0.001, seconds),
            tally.repeated() == 0
                ? ""
                : String.format(
                    Locale.ROOT, "; %,d of them had arrived before", tally.repeated())));
    report.domains(tally.domains());
    tally
        .unattributed()
        .forEach(
            (reason, count) ->
                terminal.line(
                    String.format(Locale.ROOT, "  %,d lines of no domain: %s", count, reason)));
    if (tally.unreadableRows() > 0) {
      terminal.line(
          String.format(Locale.ROOT, "  %,d rows could not be sent", tally.unreadableRows()));
    }
    report.audit(result.last().path("audit"));
    if (tally.position() != null) {
      terminal.line("In the log up to " + tally.position() + ".");
    }
    if (state != null) {
      terminal.line("Complete. " + state + " says so: another one begins with --new only.");
    }
  }

  private static ObjectNode asJson(Load.Result result, double seconds) {
    Tally tally = result.tally();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("snapshot", result.snapshot());
    json.put("position", tally.position());
    json.put("records", tally.lines());
    json.put("sentBefore", tally.repeated());
    json.put("unreadable", tally.unreadableRows());
    json.put("rejected", tally.rejected());
    json.put("tenants", tally.tenants());
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.set("domains", tally.domains());
    json.set("issues", tally.issues());
    if (result.last().has("audit")) {
      json.set("audit", result.last().path("audit"));
    }
    return json;
  }
}
