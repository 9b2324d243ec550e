package dev.crossfade.sync;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What it costs to apply a school's events: no test, a program. It drains a log through sync and
 * prints how long that took. Says nothing by itself: run it in turns with another commit's.
 *
 * <p>Arguments: an SQL file that makes the tables, and how many events to apply.
 */
final class ApplyCost {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PARTITIONS = 24;
  private static final int BATCH = 500;
  private static final String TENANT = "school-1";

  private final Blueprint blueprint = Blueprint.load(Path.of("../blueprints/school"));
  private final Random random = new Random(7);
  private final List<LogRecord> log = new ArrayList<>();

  private ApplyCost() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("apply-cost");
    try (PostgresServer server = PostgresServer.start(folder.resolve("pg"), 0)) {
      var settings = new DatabaseSettings(server.jdbcUrl(), server.user(), server.password());
      try (Database database = new Database(settings, "cost", 4)) {
        database.migrate();
        database.dsl().execute(Files.readString(Path.of(arguments[0])));
        new ApplyCost().run(database, Integer.parseInt(arguments[1]));
      }
    }
  }

  private void run(Database database, int events) {
    while (log.size() < events) {
      add(log.size());
    }
    LogPartition partition =
        new LogPartition(database.migrationId("cost"), Partitioner.partition(TENANT, PARTITIONS));
    Positions.begin(database.dsl(), partition, new Positions.Applied(0, "t", PARTITIONS), START);
    BatchApplier applier =
        new BatchApplier(
            database,
            () -> new EventReader(PARTITIONS, blueprint.digest()::equals),
            digest -> blueprint,
            () -> START);
    int parked = 0;
    int warm = events / 3;
    long began = System.nanoTime();
    long warmed = began;
    for (int from = 0; from < events; from += BATCH) {
      int to = Math.min(events, from + BATCH);
      var result = applier.apply(partition, from, to, log.subList(from, to));
      parked += ((BatchApplier.Result.Applied) result).parked();
      if (from < warm && to >= warm) {
        warmed = System.nanoTime();
      }
    }
    long end = System.nanoTime();
    System.out.printf(
        "%d events, %d parked: %d ms in all, %d ms for the last two thirds%n",
        events, parked, (end - began) / 1_000_000, (end - warmed) / 1_000_000);
  }

  /** First what others refer to, then all kinds, a third of them again. */
  private void add(int i) {
    String time =
        "\"createdAt\":\"2026-01-02T10:00:00.000Z\",\"updatedAt\":\"2026-01-03T10:00:00.000Z\"";
    if (i < 20) {
      put(
          "classrooms",
          "r" + i,
          "\"name\":\"Room\",\"capacity\":20,\"status\":\"available\"," + time);
    } else if (i < 60) {
      put(
          "teachers",
          "t" + (i - 20),
          "\"name\":\"Ada\",\"email\":\"a@example.org\",\"subjects\":[\"Latin\"],"
              + "\"status\":\"active\",\"hireDate\":\"2020-01-01\","
              + time);
    } else if (i < 160) {
      put(
          "classes",
          "c" + (i - 60),
          "\"name\":\"Latin\",\"subject\":\"Latin\",\"level\":\"A1\",\"teacherId\":\"t"
              + random.nextInt(40)
              + "\",\"classroomId\":\"r"
              + random.nextInt(20)
              + "\",\"capacity\":20,\"schedule\":[],\"status\":\"active\",\"monthlyFee\":10,"
              + "\"startDate\":\"2026-01-01\","
              + time);
    } else if (i < 2_160 || random.nextInt(8) == 0) {
      int id = i < 2_160 ? i - 160 : random.nextInt(2_000);
      put(
          "students",
          "s" + id,
          "\"name\":\"Student\",\"email\":\"s@example.org\",\"phone\":\"1\",\"classId\":\"c"
              + random.nextInt(100)
              + "\",\"status\":\"active\",\"joinDate\":\"2026-01-01\",\"parentContact\":\"P, 2\","
              + "\"emergencyContact\":{\"name\":\"n\",\"relationship\":\"r\",\"phone\":\"3\"},"
              + "\"hasDiscount\":false,"
              + time);
    } else {
      String student = "\"studentId\":\"s" + random.nextInt(2_000) + "\",";
      int id = random.nextInt(15_000);
      switch (random.nextInt(3)) {
        case 0 ->
            put(
                "attendance",
                "a" + id,
                student
                    + "\"classId\":\"c"
                    + random.nextInt(100)
                    + "\",\"date\":\"2026-02-01\",\"status\":\"present\","
                    + "\"arrivalTime\":\"09:00\","
                    + time);
        case 1 ->
            put(
                "payments",
                "p" + id,
                student
                    + "\"amount\":12.5,\"currency\":\"EUR\",\"method\":\"cash\","
                    + "\"paidAt\":\"2026-02-01T10:00:00.000Z\",\"receiptNumber\":\""
                    + id
                    + "\","
                    + time);
        default ->
            put(
                "grades",
                "g" + id,
                student
                    + "\"classId\":\"c"
                    + random.nextInt(100)
                    + "\",\"title\":\"Test\",\"type\":\"exam\",\"score\":1.5,\"maxScore\":6,"
                    + "\"weight\":1,\"gradedOn\":\"2026-02-01\","
                    + time);
      }
    }
  }

  private void put(String domain, String id, String fields) {
    long sequence = log.size() + 1L;
    RecordChange event =
        new RecordChange(
            new Envelope("e" + sequence, new SourceKey(TENANT, "s"), sequence, null, null),
            new RecordKey(TENANT, domain, id),
            Kind.UPDATED,
            Basis.UNKNOWN,
            new SchemaReference(blueprint.digest(), 1),
            Document.parse(
                ("{\"id\":\"" + id + "\"," + fields + "}").getBytes(StandardCharsets.UTF_8)));
    Position position = new Position(Partitioner.partition(TENANT, PARTITIONS), log.size());
    log.add(new LogRecord(position, START.plusSeconds(log.size()), EventCodec.encode(event)));
  }
}
