package dev.crossfade.reconcile.report;

import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All operations about reconciliations. Thread-safe. */
public final class ReportRoutes {
  private final List<Route> routes = new ArrayList<>();
  private final EventRoutes events;

  /**
   * @param levels those that can be compared
   * @param wake tells who compares that there is something to do
   */
  public ReportRoutes(
      Migrations migrations,
      ReconcilerStore store,
      Repairs repairs,
      Set<Level> levels,
      Runnable wake,
      InstantSource clock) {
    Desk desk = new Desk(migrations, store, clock);
    this.events = new EventRoutes(desk);
    routes.addAll(new RunRoutes(desk, levels, wake).routes());
    routes.addAll(new IssueRoutes(desk, repairs).routes());
    routes.addAll(events.routes());
    routes.addAll(new ScheduleRoutes(desk, levels).routes());
  }

  /** The routes. */
  public List<Route> routes() {
    return Guard.guard(routes);
  }

  /** Ends answers that would go on for ever, and begins no other. */
  public void endStreams() {
    events.endAll();
  }
}
