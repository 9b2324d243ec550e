package dev.crossfade.standalone.campaign;

import dev.crossfade.standalone.campaign.Site.Part;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Does faults to a site, and heals them. */
final class Injector {
  // The session of a sync process is 6 s.
  private static final int PAST_SESSION_MS = 7_000;

  private final Site site;
  private final Random random;
  private final @Nullable SmallDisk disk;

  /**
   * @param disk that can be filled; null: none
   */
  Injector(Site site, Random random, @Nullable SmallDisk disk) {
    this.site = site;
    this.random = random;
    this.disk = disk;
  }

  /** Does it, and returns when it is healed: when what was killed is started again, that is. */
  void inject(Fault fault) throws IOException, InterruptedException, SQLException {
    switch (fault) {
      case BROKER_KILLED -> kill(Part.BROKER);
      case BROKER_STOPPED -> stop(Part.BROKER, some(500, 2_500));
      case POSTMASTER_KILLED -> Signals.send("KILL", site.postgres().pid());
      case POSTMASTER_STOPPED -> stopPostmaster();
      case BACKEND_KILLED -> backend("KILL");
      case BACKEND_STOPPED -> stopBackend();
      case INGEST_KILLED -> kill(Part.INGEST);
      case INGEST_STOPPED -> stop(Part.INGEST, some(500, 2_500));
      case FIRST_SYNC_KILLED -> kill(Part.FIRST_SYNC);
      case FIRST_SYNC_STOPPED -> stop(Part.FIRST_SYNC, syncPause());
      case SECOND_SYNC_KILLED -> kill(Part.SECOND_SYNC);
      case SECOND_SYNC_STOPPED -> stop(Part.SECOND_SYNC, syncPause());
      case COMMIT_CUT -> cut();
      case DATABASE_FULL -> fill();
      case BROKER_FULL -> fillBroker();
    }
  }

  private Duration some(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }

  /** Now and then for longer than its session, so that it comes back to partitions it has lost. */
  private Duration syncPause() {
    return random.nextInt(3) == 0 ? Duration.ofMillis(PAST_SESSION_MS) : some(300, 2_500);
  }

  private void kill(Part part) throws IOException, InterruptedException {
    site.part(part).kill();
    Waiting.pause(some(0, 700));
    site.part(part).startAgain();
  }

  private void stop(Part part, Duration time) throws IOException, InterruptedException {
    site.part(part).pause();
    try {
      Waiting.pause(time);
    } finally {
      site.part(part).goOn();
    }
  }

  private void stopPostmaster() throws IOException, InterruptedException {
    long pid = site.postgres().pid();
    Signals.send("STOP", pid);
    try {
      Waiting.pause(some(500, 2_500));
    } finally {
      Signals.send("CONT", pid);
    }
  }

  private void stopBackend() throws IOException, InterruptedException, SQLException {
    List<Long> stopped = backend("STOP");
    try {
      Waiting.pause(some(500, 2_500));
    } finally {
      for (long pid : stopped) {
        Signals.send("CONT", pid);
      }
    }
  }

  /** One that serves a sync process. */
  private List<Long> backend(String signal) throws IOException, InterruptedException, SQLException {
    List<Long> pids = new ArrayList<>();
    try (Connection connection = site.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <>"
                    + " pg_backend_pid() ORDER BY xact_start NULLS LAST, pid")) {
      while (rows.next()) {
        pids.add(rows.getLong(1));
      }
    } catch (SQLException e) {
      // PostgreSQL is still busy with the fault before this one.
      return List.of();
    }
    if (pids.isEmpty()) {
      return List.of();
    }
    long pid = pids.get(random.nextInt(Math.min(3, pids.size())));
    return Signals.send(signal, pid) ? List.of(pid) : List.of();
  }

  private void cut() throws InterruptedException {
    int times = 1 + random.nextInt(3);
    int before = site.proxy().cuts();
    for (int i = 0; i < times; i++) {
      site.proxy().arm();
    }
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (site.proxy().cuts() < before + times && System.nanoTime() < end) {
      Waiting.pause(Duration.ofMillis(20));
    }
  }

  private void fill() throws IOException, InterruptedException {
    if (disk != null) {
      disk.fill();
      try {
        Waiting.pause(some(1_500, 3_000));
      } finally {
        disk.empty();
      }
    }
  }

  private void fillBroker() throws IOException, InterruptedException {
    site.brokerStorageFailed();
    fill();
    Waiting.pause(Duration.ofMillis(500));
    site.startBrokerIfEnded();
  }
}
