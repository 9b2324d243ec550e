package dev.crossfade.standalone.compare;

import static dev.crossfade.standalone.compare.SnapshotTables.TENANT;
import static dev.crossfade.standalone.compare.SnapshotTables.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Sighting;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The table "Of snapshots" of docs/reconciling.md, seen through a whole comparison. */
@ExtendWith(RealServers.class)
class SnapshotLevelIT {
  private static final String X = "browser-x";
  private static final String Y = "browser-y";
  private static final String ONE = "one";
  private static final long THROUGH = 66;

  @TempDir private Path state;
  private SnapshotTables school;

  @BeforeEach
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    school = new SnapshotTables(kafka, database, state);
    await().atMost(Duration.ofMinutes(2)).until(() -> school.folded() == 1);
  }

  @AfterEach
  void stop() {
    school.close();
  }

  private static String room(String id, String name) {
    return "{\"id\":\"%s\",\"name\":\"%s\"}".formatted(id, name);
  }

  private long row(String domain, String id, String json) throws Exception {
    return school.row(X, ONE, THROUGH, key(domain, id), json);
  }

  private void room(String id) throws Exception {
    row("classrooms", id, room(id, "Room " + id));
  }

  private PartLook.Compared compare(Scope scope) throws Exception {
    PartLook look = school.comparers.compare(school.work(scope));
    assertThat(look).isInstanceOf(PartLook.Compared.class);
    return (PartLook.Compared) look;
  }

  private static Map<String, DifferenceType> differences(PartLook.Compared compared) {
    Map<String, DifferenceType> found = new TreeMap<>();
    compared
        .suspects()
        .forEach(
            one ->
                found.put(
                    one.difference().record().domain() + "/" + one.difference().record().id(),
                    one.difference().type()));
    return found;
  }

  @Test
  @DisplayName("I15 each line of the table comes out as it says, and nothing else is suspected")
  void table() throws Exception {
    // given
    beforeTheSnapshot();
    long edited = theSnapshot();
    // Of what is applied at once only the last state is written.
    school.apply();
    behindTheSnapshot(edited);
    school.apply();
    school.sql("update school.classrooms set name = 'Eve' where name = 'Room tampered'");
    school.sql("delete from school.classrooms where name = 'Room removed'");
    school.sql("update school.users set email = 'eve@x.org' where name = 'Bob'");
    // Which the snapshot says nothing of.
    school.sql("update school.students set phone = '666' where phone = '999'");
    // when
    PartLook.Compared compared = compare(Scope.ALL);
    // then
    assertThat(differences(compared))
        .containsOnly(
            Map.entry("classrooms/tampered", DifferenceType.DATA_MISMATCH),
            Map.entry("classrooms/removed", DifferenceType.MISSING_RECORD),
            Map.entry("classrooms/left-out", DifferenceType.EXTRA_RECORD),
            Map.entry("students/bob", DifferenceType.DATA_MISMATCH),
            Map.entry("classes/orphan", DifferenceType.ORPHANED_REFERENCE));
    assertThat(compared.suspects())
        .allSatisfy(
            one ->
                assertThat(one.of())
                    .isEqualTo(new Suspect.SnapshotName(new SourceKey(TENANT, X), ONE)));
    assertThat(compared.suspects())
        .filteredOn(one -> one.difference().record().id().equals("bob"))
        .flatExtracting(one -> one.difference().fields())
        .extracting(FieldDifference::field)
        .containsExactly("/email");
    DomainCounts rooms = compared.domains().getOrDefault("classrooms", DomainCounts.NONE);
    assertThat(rooms.counts())
        .containsOnly(
            Map.entry(Count.VALID, 4L),
            Map.entry(Count.SUPERSEDED, 3L),
            Map.entry(Count.CONFLICTING, 2L),
            Map.entry(Count.INDETERMINATE, 1L),
            Map.entry(Count.DIFFERENT, 1L),
            Map.entry(Count.MISSING, 1L),
            Map.entry(Count.EXTRA, 1L),
            Map.entry(Count.COMPARED, 13L));
    assertThat(rooms.source()).isEqualTo(12);
    DomainCounts classes = compared.domains().getOrDefault("classes", DomainCounts.NONE);
    assertThat(classes.of(Count.PARKED)).isEqualTo(1);
    assertThat(classes.of(Count.VALID)).isEqualTo(2);
    assertThat(compared.domains().getOrDefault("students", DomainCounts.NONE).counts())
        .containsOnly(
            Map.entry(Count.VALID, 2L),
            Map.entry(Count.SUPERSEDED, 1L),
            Map.entry(Count.DIFFERENT, 1L),
            Map.entry(Count.INDETERMINATE, 1L),
            Map.entry(Count.COMPARED, 5L));
    assertThat(compared.domains().getOrDefault("teachers", DomainCounts.NONE).counts())
        .containsOnly(Map.entry(Count.INDETERMINATE, 1L), Map.entry(Count.COMPARED, 1L));
    assertThat(compared.snapshots())
        .containsExactly(new Suspect.SnapshotName(new SourceKey(TENANT, X), ONE));
    assertThat(compared.unclear()).containsExactly(TENANT);
    assertThat(compared.beyond()).isNull();
    again(compared);
    narrowed();
  }

  private void beforeTheSnapshot() throws Exception {
    school.live(Y, 1, key("classrooms", "other"), room("other", "Of Y"), null);
    school.live(Y, 2, key("classrooms", "same"), room("same", "Room same"), null);
    school.live(X, 1, key("classrooms", "own"), room("own", "Room own"), null);
    school.live(X, 2, key("classrooms", "left-out"), room("left-out", "Still here"), null);
    school.live(X, 3, key("classrooms", "raised"), room("raised", "First"), null);
    school.live(X, 4, key("classrooms", "raised"), null, null);
    school.live(Y, 3, key("classrooms", "of-y-alone"), room("of-y-alone", "Of Y"), null);
    school.live(Y, 4, key("students", "kim"), student("Kim", ",\"phone\":\"555\""), null);
    school.live(Y, 5, key("students", "eli"), student("Eli", ""), null);
    school.live(Y, 6, key("classrooms", "burnt"), room("burnt", "Burnt"), null);
    school.live(
        X,
        5,
        key("classes", "forms"),
        """
        {"id":"forms","name":"Forms","monthlyFee":1.0,"createdAt":"2026-03-01T12:00:00+02:00",
         "schedule":[{"day":"monday","startTime":"08:00","endTime":"09:00"}]}
        """,
        null);
    school.live(X, 6, key("students", "fay"), student("Fay", ",\"address\":\"Old Road\""), null);
    // One row of the snapshot's students is rejected, and of teachers it has none.
    school.live(X, 61, key("students", "maybe"), student("Maybe", ""), null);
    school.live(X, 62, key("teachers", "ann"), student("Ann", ""), null);
    // Not complete, so it is not compared; what it says is decided all the same.
    school.start(Y, "open", 0);
    school.row(
        Y,
        "open",
        0,
        key("students", "fay"),
        student("Fay", ",\"address\":\"Old Road\",\"phone\":\"999\""));
    school.unreadable(Y, 7, key("classrooms", "sung"));
  }

  private static String student(String name, String more) {
    return "{\"id\":\"%1$s\",\"name\":\"%2$s\",\"email\":\"%1$s@x.org\"%3$s}"
        .formatted(name.toLowerCase(Locale.ROOT), name, more);
  }

  private long theSnapshot() throws Exception {
    school.start(X, ONE, THROUGH);
    room("own");
    room("same");
    row("classrooms", "other", room("other", "Of X"));
    room("raised");
    room("tampered");
    room("removed");
    room("edited");
    long edited = row("classrooms", "edited-by-y", room("edited-by-y", "By X"));
    room("deleted");
    room("sung");
    // Of two rows the last one counts.
    row("classrooms", "twice", room("twice", "Old"));
    room("twice");
    row("students", "kim", student("Kim", ""));
    row("students", "eli", student("Eli", ",\"phone\":\"777\""));
    row("students", "fay", student("Fay", ",\"address\":\"New Road\""));
    row("students", "bob", student("Bob", ""));
    row("classrooms", "burning", room("burning", "Burning"));
    row(
        "classes",
        "forms",
        """
        {"schedule":[{"endTime":"09:00","day":"monday","startTime":"08:00"}],
         "createdAt":"2026-03-01T10:00:00Z","monthlyFee":1.00,"name":"Forms","id":"forms"}
        """);
    row("classes", "waits", "{\"id\":\"waits\",\"name\":\"W\",\"classroomId\":\"nowhere\"}");
    row("classes", "orphan", "{\"id\":\"orphan\",\"name\":\"O\",\"classroomId\":\"burnt\"}");
    school.end(
        X,
        ONE,
        """
        {"domains":{"classrooms":{"mapped":12,"rejected":0},"students":{"mapped":4,"rejected":1},
         "classes":{"mapped":3,"rejected":0},"teachers":{"mapped":0,"rejected":0}}}
        """);
    return edited;
  }

  private void behindTheSnapshot(long edited) throws Exception {
    school.live(X, 67, key("classrooms", "edited"), room("edited", "Later"), null);
    school.live(Y, 8, key("classrooms", "edited-by-y"), room("edited-by-y", "By Y"), edited);
    school.live(X, 68, key("classrooms", "deleted"), null, null);
    school.live(X, 69, key("classrooms", "new"), room("new", "New"), null);
    // Y has not seen X's, so that is kept beside it.
    school.live(Y, 9, key("classrooms", "burning"), room("burning", "Out"), null);
    school.live(Y, 10, key("classrooms", "burnt"), null, null);
  }

  /** What is suspected is seen again, goes when it is put right, and not by an old snapshot. */
  private void again(PartLook.Compared first) throws Exception {
    List<Suspect> suspects = first.suspects();
    // when
    var second = school.comparers.again(school.work(Scope.ALL), suspects);
    // then
    assertThat(second.sightings()).hasSameSizeAs(suspects);
    for (int i = 0; i < suspects.size(); i++) {
      Suspect suspect = suspects.get(i);
      assertThat(second.sightings().get(i))
          .as(suspect.difference().record().toString())
          .isInstanceOfSatisfying(
              Sighting.Differs.class,
              differs -> {
                assertThat(differs.now().sameAs(suspect.difference())).isTrue();
                assertThat(differs.appended()).isFalse();
              });
    }
    // when
    school.sql("update school.classrooms set name = 'Room tampered' where name = 'Eve'");
    school.live(X, 70, key("classrooms", "left-out"), null, null);
    school.apply();
    var third = school.comparers.again(school.work(Scope.ALL), suspects);
    // then
    for (int i = 0; i < suspects.size(); i++) {
      String id = suspects.get(i).difference().record().id();
      boolean gone = id.equals("tampered") || id.equals("left-out");
      assertThat(third.sightings().get(i))
          .as(id)
          .isInstanceOf(gone ? Sighting.Same.class : Sighting.Differs.class);
    }
    // when
    school.start(X, "two", 70);
    school.end(X, "two");
    // The fold is ahead of PostgreSQL now, sooner or later.
    PartLook.Compared ahead =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> compare(Scope.ALL), look -> look.snapshots().isEmpty());
    var notYet = school.comparers.again(school.work(Scope.ALL), suspects);
    school.apply();
    var replaced = school.comparers.again(school.work(Scope.ALL), suspects);
    // then
    assertThat(notYet.sightings()).allMatch(Sighting.Unseen.class::isInstance);
    assertThat(ahead.unclear()).containsExactly(TENANT);
    assertThat(replaced.sightings()).allMatch(Sighting.Unseen.class::isInstance);
  }

  /** An empty snapshot is one, and a run looks at the sources and tenants that it names. */
  private void narrowed() throws Exception {
    school.start(Y, "empty", 0);
    school.end(Y, "empty");
    school.apply();
    assertThat(compare(new Scope(null, null, Set.of(Y))).snapshots())
        .containsExactly(new Suspect.SnapshotName(new SourceKey(TENANT, Y), "empty"));
    assertThat(compare(new Scope(Set.of("another"), null, null)).snapshots()).isEmpty();
    assertThat(compare(new Scope(null, Set.of("students"), null)).domains())
        .doesNotContainKey("classrooms");
  }
}
