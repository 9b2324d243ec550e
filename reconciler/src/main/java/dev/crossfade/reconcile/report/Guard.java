package dev.crossfade.reconcile.report;

import dev.crossfade.kit.http.Route;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a database that is away into an answer that says so and when to come again. */
public final class Guard {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final int RETRY_AFTER_SECONDS = 2;

  private Guard() {}

  /** The same routes, guarded. */
  public static List<Route> guard(List<Route> routes) {
    return routes.stream().map(Guard::guard).toList();
  }

  private static Route guard(Route route) {
    return new Route(
        route.method(),
        route.template(),
        route.access(),
        (request, response, who) -> {
          try {
            route.handler().handle(request, response, who);
          } catch (DataAccessException | org.flywaydb.core.api.FlywayException e) {
            log.warn("{} was not answered: {}", route.template(), e.getClass().getSimpleName());
            throw ReportProblem.DATABASE_UNAVAILABLE
                .with("PostgreSQL does not answer.")
                .withRetryAfter(RETRY_AFTER_SECONDS)
                .exception();
          }
        });
  }
}
