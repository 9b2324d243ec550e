package dev.crossfade.reconcile.cutover;

import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.reconcile.cutover.StandingFacts.Reported;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One migration's cutover at work: its desk, its plan, its switches of single tenants. */
public final class CutoverOfMigration implements AutoCloseable {
  private static final Duration SWITCHES_EVERY = Duration.ofMillis(250);

  private final CutoverDesk desk;
  private final Readiness readiness;
  private final SwitchFacts switches;
  private final Closer closer = new Closer();

  /**
   * What one works with.
   *
   * @param wake tells those who compare that there is something to do
   */
  public record Equipment(
      ReconcilerStore store,
      ProofBoard board,
      Observations told,
      LogEnds ends,
      Runnable wake,
      InstantSource clock) {}

  /**
   * Works from now on.
   *
   * @param every how often the plan is looked at
   */
  public CutoverOfMigration(
      Migration migration, Equipment with, Reported reported, Duration every) {
    StandingFacts facts =
        new StandingFacts(migration, with.store(), with.board(), with.ends(), reported);
    this.desk = new CutoverDesk(migration.control(), facts, with.clock());
    this.readiness = new Readiness(migration, with.store(), with.board(), with.told());
    this.switches =
        new StandingSwitches(
            migration, with.store(), with.board(), with.ends(), with.wake(), with.clock());
    closer.add(
        "ramp",
        RampDriver.start(migration.control(), facts, with.clock(), "crossfade:ramp", every));
    closer.add(
        "switches",
        SwitchDriver.start(migration.control(), switches, with.clock(), SWITCHES_EVERY));
  }

  /**
   * All that is answered about cutovers.
   *
   * @param of the one of each migration, always the same
   */
  public static List<Route> routes(
      Migrations migrations, Function<Migration, CutoverOfMigration> of) {
    List<Route> routes =
        new ArrayList<>(new CutoverRoutes(migrations, m -> of.apply(m).desk).routes());
    routes.addAll(
        new ReadinessRoutes(
                migrations, m -> new ReadinessRoutes.At(of.apply(m).desk, of.apply(m).readiness))
            .routes());
    routes.addAll(
        new SwitchRoutes(
                migrations, m -> new SwitchRoutes.At(of.apply(m).desk, of.apply(m).switches))
            .routes());
    return routes;
  }

  @Override
  public void close() {
    closer.close();
  }
}
