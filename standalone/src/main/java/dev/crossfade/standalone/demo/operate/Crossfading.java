package dev.crossfade.standalone.demo.operate;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.load.RefusedException;
import dev.crossfade.standalone.node.DatabaseAccess;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves the reads of all tenants from the old store to PostgreSQL while the writers write:
 * compares, raises by a plan, is held by a row that somebody changed, repairs it, and finishes.
 * Confined to one thread.
 */
public final class Crossfading implements AutoCloseable {
  private static final int TAMPER_AT = 2_500;
  private static final int ALL = 10_000;
  private static final long SOAK_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration HELD = Duration.ofSeconds(2 + SOAK_SECONDS);
  private static final int TRIES = 3;
  private static final int LOOKS = 15;

  private final Operator operator;
  private final Vandal vandal;
  private final History history;
  private final List<String> tenants;
  private final Voice voice;

  /** Says what happens. */
  public interface Voice {
    /** As it should be. */
    void good(String line);

    /** Not as it should be. */
    void bad(String line);

    /** What somebody does. */
    void plain(String line);
  }

  /** Something is not as it should be, and was said. */
  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;
    private final String what;

    FailedException(String what) {
      super(what);
      this.what = what;
    }
  }

  /**
   * @param tenants whose reads are to be moved
   */
  public Crossfading(
      URI server,
      DatabaseAccess database,
      Blueprint blueprint,
      History history,
      List<String> tenants,
      Voice voice) {
    this.operator = Operator.of(server, blueprint.name());
    this.vandal = new Vandal(database, blueprint);
    this.history = history;
    this.tenants = List.copyOf(tenants);
    this.voice = voice;
  }

  /**
   * Goes all the way.
   *
   * @return whether everything went as it should
   */
  public boolean run() throws IOException, InterruptedException, SQLException {
    try {
      prove();
      plan(100, TAMPER_AT);
      climb(TAMPER_AT);
      // With the plan at its end: a clean comparison from before would let the next step pass.
      JsonNode report = tamper();
      plan(ALL);
      held();
      repair(report);
      climb(ALL);
      finish();
      return true;
    } catch (FailedException e) {
      voice.bad(e.what);
      return false;
    }
  }

  /** Until each tenant is verified: what was on its way at the first look is there at the next. */
  private void prove() throws IOException, InterruptedException, FailedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode rows = clean("rows");
      JsonNode snapshots = clean("snapshot");
      JsonNode cohort = settled();
      boolean told = isClean(rows) && isClean(snapshots);
      if (told && cohort.path("verified").asLong(0) == tenants.size()) {
        voice.good("compared with the log, row by row: %s. Clean.".formatted(figures(rows)));
        voice.good(
            "compared with what the sources handed in: %s. Clean.".formatted(figures(snapshots)));
        voice.good("%d of %1$d tenants verified".formatted(tenants.size()));
        return;
      }
      if (System.nanoTime() > end) {
        throw new FailedException(
            "only %d of %d tenants are verified: %s"
                .formatted(cohort.path("verified").asLong(0), tenants.size(), reasons()));
      }
    }
  }

  private String reasons() throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (String tenant : tenants) {
      reasons.add(tenant + " " + operator.tenant(tenant).at("/proof/reasons"));
    }
    return String.join("; ", reasons);
  }

  /** The proofs follow a comparison within a second or two. */
  private JsonNode settled() throws IOException, InterruptedException {
    JsonNode cohort = operator.cutover().path("cohort");
    for (int i = 0; i < LOOKS && cohort.path("verified").asLong(0) < tenants.size(); i++) {
      Operator.pause();
      cohort = operator.cutover().path("cohort");
    }
    return cohort;
  }

  /** A report that must not tell of any difference. */
  private JsonNode clean(String level) throws IOException, InterruptedException, FailedException {
    return clean(operator.reconcile(level));
  }

  /** It may be that something could not be told, but nothing may differ. */
  private static JsonNode clean(JsonNode report) throws FailedException {
    String state = report.path("state").asString("");
    if (!isClean(report) && !state.equals("indeterminate")) {
      throw new FailedException("a comparison tells " + state + ": " + report);
    }
    return report;
  }

  private static boolean isClean(JsonNode report) {
    return report.path("state").asString("").equals("clean");
  }

  private void plan(Integer... basisPoints) throws IOException, InterruptedException {
    ObjectNode order = Operator.json().put("reason", "the demonstration");
    ArrayNode steps = order.putObject("plan").putArray("steps");
    for (int step : basisPoints) {
      steps.addObject().put("basisPoints", step).put("soakSeconds", SOAK_SECONDS);
    }
    JsonNode answer = operator.change(order);
    String percent =
        Stream.of(basisPoints)
            .map(step -> Integer.toString(step / 100))
            .collect(Collectors.joining(","));
    voice.plain(
        "$ crossfade cutover ramp --steps %s --soak %d --reason …   (version %d)"
            .formatted(percent, SOAK_SECONDS, answer.path("version").asLong(0)));
  }

  /** Compares again and again, which is what a raise asks for, until the plan has come so far. */
  private void climb(int basisPoints) throws IOException, InterruptedException, FailedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode now = operator.cutover();
    int share = share(now);
    while (share < basisPoints) {
      if (System.nanoTime() > end) {
        throw new FailedException("the plan does not go on: " + now.path("gates"));
      }
      JsonNode run = operator.begin("digest");
      int before = share;
      for (int looks = 0; Operator.isRunning(run) || (share == before && looks < LOOKS); ) {
        Operator.pause();
        now = operator.cutover();
        if (share(now) != share) {
          share = share(now);
          voice.good(standing(now));
        }
        looks += Operator.isRunning(run) ? 0 : 1;
        run = operator.report(run);
      }
      var _ = clean(run);
    }
  }

  private static int share(JsonNode cutover) {
    return cutover.path("basisPoints").asInt(0);
  }

  private static String standing(JsonNode cutover) {
    return "%3d %%: %d of %d tenants read from PostgreSQL"
        .formatted(
            share(cutover) / 100,
            cutover.at("/cohort/reading").asLong(0),
            cutover.at("/cohort/tenants").asLong(0));
  }

  private static String figures(JsonNode report) {
    long compared = 0;
    long superseded = 0;
    for (JsonNode domain : report.path("domains")) {
      compared += domain.path("compared").asLong(0);
      superseded += domain.path("superseded").asLong(0);
    }
    String later =
        superseded == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d changed by later writes", superseded);
    return String.format(Locale.ROOT, "%,d records%s", compared, later);
  }

  /** The writers may write over what was tampered with before anybody looks: then once more. */
  private JsonNode tamper()
      throws IOException, InterruptedException, SQLException, FailedException {
    String tenant = reading();
    for (int i = 0; i < TRIES; i++) {
      String statement =
          vandal
              .tamper(tenant)
              .orElseThrow(() -> new FailedException("no table has a text to tamper with"));
      JsonNode report = operator.reconcile("rows");
      JsonNode issue = report.path("issues").path(0);
      if (issue.isMissingNode()) {
        continue;
      }
      voice.plain("  somebody, past Crossfade: " + statement);
      boolean named =
          report.path("state").asString("").equals("drift")
              && report.path("issues").size() == 1
              && issue.path("type").asString("").equals("data_mismatch")
              && issue.path("tenant").asString("").equals(tenant)
              && issue.path("differences").size() == 1;
      String told =
          "%s of %s/%s of %s: %s"
              .formatted(
                  issue.path("type").asString(""),
                  issue.path("domain").asString(""),
                  issue.path("recordId").asString(""),
                  issue.path("tenant").asString(""),
                  difference(issue.at("/differences/0")));
      if (!named) {
        throw new FailedException("the report tells otherwise: " + told + " " + report);
      }
      voice.good("the report tells drift: " + told);
      return report;
    }
    throw new FailedException("no comparison found the row that was changed by hand");
  }

  private static String difference(JsonNode difference) {
    return "%s expected %s, actual %s"
        .formatted(
            difference.path("field").asString(""),
            difference.path("expected"),
            difference.path("actual"));
  }

  /** A tenant that reads from PostgreSQL; where none does so far, any. */
  private String reading() throws IOException, InterruptedException {
    for (String tenant : tenants) {
      if (operator.tenant(tenant).path("reads").asString("").equals("target")) {
        return tenant;
      }
    }
    return tenants.getFirst();
  }

  /** With the drift open nothing may rise, whatever is clean besides. */
  private void held() throws IOException, InterruptedException, FailedException {
    long end = System.nanoTime() + HELD.toNanos();
    JsonNode now = operator.cutover();
    while (System.nanoTime() < end) {
      if (share(now) != TAMPER_AT) {
        throw new FailedException("the share moved although a difference is open");
      }
      Operator.pause();
      now = operator.cutover();
    }
    for (JsonNode gate : now.path("gates")) {
      if (gate.path("name").asString("").equals("drift") && !gate.path("holds").asBoolean(true)) {
        voice.good(
            "the plan is held at %d %%: gate drift. %s"
                .formatted(TAMPER_AT / 100, gate.path("detail").asString("")));
        voice.good(standing(now) + ": whose data differ read the old store again");
        return;
      }
    }
    throw new FailedException("the gate drift is open: " + now.path("gates"));
  }

  private void repair(JsonNode report) throws IOException, InterruptedException, FailedException {
    JsonNode issue = report.path("issues").path(0);
    history.repaired(
        issue.path("tenant").asString(""),
        issue.path("domain").asString(""),
        issue.path("recordId").asString(""));
    long done = operator.repair(report, "changed by hand, by nobody who may");
    if (done != 1) {
      throw new FailedException("the difference cannot be repaired");
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode after = operator.reconcile("rows");
    // Sync takes the repair as it takes every event: a little later.
    while (!isClean(after)) {
      if (System.nanoTime() > end) {
        throw new FailedException("not clean behind the repair: " + after);
      }
      after = operator.reconcile("rows");
    }
    JsonNode cohort = settled();
    voice.good(
        "repaired from the log, compared again: clean; %d of %d tenants verified"
            .formatted(cohort.path("verified").asLong(0), tenants.size()));
  }

  private void finish() throws IOException, InterruptedException, FailedException {
    JsonNode target =
        proven(
            () ->
                operator.change(
                    Operator.json().put("mode", "target").put("reason", "all is proven")));
    voice.plain("$ crossfade cutover set --mode target --reason …");
    JsonNode end = proven(() -> operator.finish("the demonstration is over"));
    voice.plain("$ crossfade cutover finish --reason …");
    voice.good(
        "%s: mode %s, clients capture no more; version %d"
            .formatted(
                standing(target).strip(),
                end.path("mode").asString(""),
                end.path("version").asLong(0)));
  }

  /** What only a clean comparison and open gates allow: compared and tried until it is so. */
  private JsonNode proven(Step step) throws IOException, InterruptedException, FailedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var _ = clean("rows");
      try {
        return step.take();
      } catch (RefusedException e) {
        // A number on its way is a hole for a moment, and holds.
        if (e.status() != 409 || System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  /** Something that is asked for. */
  private interface Step {
    JsonNode take() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    operator.close();
  }
}
