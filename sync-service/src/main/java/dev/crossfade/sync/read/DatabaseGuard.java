package dev.crossfade.sync.read;

import dev.crossfade.kit.http.Route;
import java.sql.SQLException;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a database that is away into an answer that says so and when to come again. */
public final class DatabaseGuard {
  private static final Logger log = LoggerFactory.getLogger(DatabaseGuard.class);
  private static final int RETRY_AFTER_SECONDS = 2;

  private DatabaseGuard() {}

  /** The same routes, guarded. */
  public static List<Route> guard(List<Route> routes) {
    return routes.stream().map(DatabaseGuard::guard).toList();
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
            log.warn("{} was not answered: {}", route.template(), describe(e));
            throw ReadProblem.DATABASE_UNAVAILABLE
                .with("PostgreSQL does not answer. Writes are kept in the log meanwhile.")
                .withRetryAfter(RETRY_AFTER_SECONDS)
                .exception();
          }
        });
  }

  private static String describe(Throwable fault) {
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql.getClass().getSimpleName() + " " + sql.getSQLState();
      }
    }
    return fault.getClass().getSimpleName();
  }
}
