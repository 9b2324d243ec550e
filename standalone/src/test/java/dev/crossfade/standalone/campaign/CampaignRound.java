package dev.crossfade.standalone.campaign;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.log.Topics;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.testsupport.history.History;
import dev.crossfade.testsupport.history.HistoryChecker;
import dev.crossfade.testsupport.history.Rules;
import dev.crossfade.testsupport.history.Tables;
import dev.crossfade.testsupport.history.Verdict;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One round: load, faults in the middle of it, quiet, the verdict. */
final class CampaignRound {
  private static final int TENANTS = 2;
  private static final int SOURCES = 3;
  private static final Duration RECOVERY = Duration.ofSeconds(90);
  private static final List<String> MIGRATIONS = List.of("school", "documents");

  private final Path jar;
  private final Path directory;
  private final long seed;
  private final Random random;

  CampaignRound(Path jar, Path directory, long seed) {
    this.jar = jar;
    this.directory = directory;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * What happened.
   *
   * @param recovery from the last healing until all was applied that lay in the log then
   */
  record Report(List<Verdict> verdicts, List<String> troubles, Duration recovery) {
    Report {
      verdicts = List.copyOf(verdicts);
      troubles = List.copyOf(troubles);
    }

    boolean passed() {
      return troubles.isEmpty() && verdicts.stream().allMatch(Verdict::clean);
    }

    long acknowledged() {
      return verdicts.stream().mapToLong(Verdict::acknowledged).sum();
    }

    long events() {
      return verdicts.stream().mapToLong(Verdict::events).sum();
    }
  }

  /** The load on one migration. */
  private record Load(MigrationFolder folder, Notebook notebook, Wire wire, Set<String> tenants) {
    String topic() {
      return new Topics(folder.name()).changes();
    }
  }

  Report run(List<Fault> faults) throws Exception {
    List<MigrationFolder> folders = MIGRATIONS.stream().map(MigrationFolder::find).toList();
    SmallDisk disk =
        faults.stream().anyMatch(Fault::needsDisk)
            ? SmallDisk.mount(directory.resolve("small"))
            : null;
    try (disk;
        HttpClient http = HttpClient.newHttpClient();
        Site site = new Site(jar, directory, disks(faults, disk), http, folders)) {
      List<Load> loads = folders.stream().map(folder -> load(folder, site, http)).toList();
      AtomicBoolean goesOn = new AtomicBoolean(true);
      List<Thread> clients = start(loads, goesOn);
      try {
        poison(site, loads);
        Injector injector = new Injector(site, random, disk);
        for (Fault fault : faults) {
          Waiting.pause(Duration.ofMillis(400 + random.nextInt(900)));
          injector.inject(fault);
        }
        Duration recovery = awaitRecovered(site, loads);
        goesOn.set(false);
        return judge(site, loads, clients, recovery);
      } finally {
        goesOn.set(false);
        clients.forEach(Thread::interrupt);
      }
    }
  }

  private Site.Disks disks(List<Fault> faults, @Nullable SmallDisk disk) {
    Path broker = directory.resolve("broker");
    Path database = directory.resolve("postgres");
    if (disk == null) {
      return new Site.Disks(broker, database);
    }
    return faults.contains(Fault.BROKER_FULL)
        ? new Site.Disks(disk.directory().resolve("broker"), database)
        : new Site.Disks(broker, disk.directory().resolve("postgres"));
  }

  private Load load(MigrationFolder folder, Site site, HttpClient http) {
    Notebook notebook = new Notebook();
    Set<String> tenants = new TreeSet<>();
    for (int i = 0; i < TENANTS; i++) {
      tenants.add(folder.name() + "-" + seed + "-" + i);
    }
    return new Load(folder, notebook, new Wire(site, http, folder.name(), notebook), tenants);
  }

  private List<Thread> start(List<Load> loads, AtomicBoolean goesOn) {
    List<Thread> threads = new ArrayList<>();
    for (Load load : loads) {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        for (int i = 0; i < SOURCES; i++) {
          String source = "device-" + tenant + "-" + i;
          Pool pool = Pool.of(load.folder(), seed, tenant, source);
          Client client = new Client(load.wire(), pool, source, seed, goesOn::get);
          threads.add(Thread.ofPlatform().name(load.folder().name() + " " + source).start(client));
        }
      }
    }
    return threads;
  }

  /** One in about a thousand events. */
  private void poison(Site site, List<Load> loads) throws InterruptedException {
    for (Load load : loads) {
      try (Poisoner poisoner =
          new Poisoner(site.bootstrap(), load.topic(), load.notebook(), random)) {
        Pool pool = Pool.of(load.folder(), seed, random.nextInt(TENANTS), "poison");
        poisoner.poison(
            pool.tenant(), pool.records().get(random.nextInt(pool.records().size())), 1);
      }
    }
  }

  /** Invariant 14: after a fault heals, lag returns to 0. */
  private static Duration awaitRecovered(Site site, List<Load> loads) throws Exception {
    long begin = System.nanoTime();
    Map<Load, Map<Integer, Long>> goals = new HashMap<>();
    Waiting.await(
        "the broker",
        RECOVERY,
        () -> {
          site.startBrokerIfEnded();
          for (Load load : loads) {
            goals.put(load, LogDump.ends(site.bootstrap(), load.topic()));
          }
          return true;
        });
    for (Load load : loads) {
      Waiting.await(
          load.folder().name() + " to be applied",
          RECOVERY,
          () -> applied(site, load, goals.get(load)));
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static boolean applied(Site site, Load load, @Nullable Map<Integer, Long> goal)
      throws Exception {
    try (Connection connection = site.connect()) {
      Map<Integer, Long> next = TableDump.next(connection, load.folder().name());
      return goal != null
          && goal.entrySet().stream()
              .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  private Report judge(Site site, List<Load> loads, List<Thread> clients, Duration recovery)
      throws Exception {
    List<String> troubles = new ArrayList<>();
    for (Thread client : clients) {
      if (!client.join(RECOVERY)) {
        troubles.add(client.getName() + " does not come to an end");
      }
    }
    awaitRecovered(site, loads);
    site.ended().forEach(part -> troubles.add(part + " has ended by itself"));
    List<Verdict> verdicts = new ArrayList<>();
    for (Load load : loads) {
      Waiting.await(
          "a reading of " + load.folder().name(),
          RECOVERY,
          () -> {
            verdicts.add(HistoryChecker.check(history(site, load)));
            return true;
          });
    }
    return new Report(verdicts, troubles, recovery);
  }

  private static History history(Site site, Load load) throws Exception {
    Set<String> domains = new TreeSet<>();
    Map<String, Rules.Domain> rules = new HashMap<>();
    for (Domain domain : load.folder().blueprint().domains()) {
      domains.add(domain.name());
      rules.put(
          domain.name(),
          new Rules.Domain(Rules.Policy.valueOf(domain.conflictPolicy().name()), Map.of()));
    }
    Tables tables =
        TableDump.read(site, load.wire(), load.folder().name(), load.tenants(), domains);
    return new History(
        new Rules(Site.PARTITIONS, Set.of(load.folder().blueprint().digest().hex()), rules),
        load.notebook().sent(),
        load.notebook().reads(),
        LogDump.read(site.bootstrap(), load.topic()),
        tables,
        List.of());
  }
}
