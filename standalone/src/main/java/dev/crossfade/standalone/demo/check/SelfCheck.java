package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.write.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Checks that every acknowledged write is in PostgreSQL in its final form, once. It trusts the
 * writers' history and PostgreSQL and nothing between them: its own connection, its own SQL, its
 * own row ids, its own reading of the blueprint, its own comparison.
 *
 * <p>It covers: each record's rows, column by column; rows that nobody wrote; rows of deleted
 * records; how many events moved each record, which a lost or a doubled effect changes (see {@link
 * History} for what is expected after overtaking); each source's numbers without a hole; nothing
 * parked or held; counters that count right; and some hundred documents through the read API, exact
 * as JSON values.
 */
public final class SelfCheck {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final HttpClient http;
  private final Target target;
  private final Plan plan;

  /**
   * What is checked.
   *
   * @param blueprint its published form
   * @param access for reads in a tenant's name
   */
  public record Target(
      URI server,
      String jdbcUrl,
      String user,
      String password,
      JsonNode blueprint,
      Function<String, Access> access) {
    @Override
    public String toString() {
      return "target " + server;
    }
  }

  public SelfCheck(HttpClient http, Target target) {
    this.http = http;
    this.target = target;
    this.plan = Plan.of(target.blueprint());
  }

  /**
   * Waits until everything in the log is applied.
   *
   * @param patience as long as nothing moves
   * @param watcher is told of each look
   * @return whether the lag is 0
   */
  public boolean awaitApplied(Duration patience, Consumer<Progress> watcher)
      throws InterruptedException {
    long applied = -1;
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Optional<Progress> progress = Progress.ask(http, target.server(), plan.name());
      if (progress.isPresent()) {
        Progress now = progress.get();
        watcher.accept(now);
        if (now.lag() == 0) {
          return true;
        }
        if (now.applied() > applied) {
          applied = now.applied();
          end = System.nanoTime() + patience.toNanos();
        }
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return false;
  }

  /**
   * Compares. Nothing may be written meanwhile.
   *
   * @param seed of the choice of records that are read over HTTP
   */
  public Verdict run(History history, long seed)
      throws SQLException, IOException, InterruptedException {
    List<RecordExpectation> records = history.records();
    Findings findings = new Findings();
    try (Connection connection =
        DriverManager.getConnection(target.jdbcUrl(), target.user(), target.password())) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      new TableCheck(plan, connection, findings).check(records);
      new StateCheck(plan.name(), connection, findings).check(records, history.sources());
      connection.rollback();
    }
    new CounterCheck(plan, findings).check(records);
    new ReadCheck(http, target, plan, findings).check(records, new Random(seed));
    return findings.verdict(records.stream().filter(record -> !record.settled()).count());
  }
}
