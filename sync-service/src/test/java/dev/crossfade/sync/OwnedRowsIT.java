package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A student owns a row among the users, under an id derived for it. A user can be made whose id is
 * that very UUID: whoever has the row keeps it, the other waits (invariants 4, 13).
 */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnedRowsIT {
  private final Blueprint school = Blueprint.load(School.FOLDER);
  private Sandbox sandbox;

  @BeforeAll
  void open(TestDatabase test) {
    sandbox = new Sandbox(test, school.json().toString(), Ddl.of(school));
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  private String derived(String tenant) {
    return school
        .domain("students")
        .orElseThrow()
        .mapping()
        .keys(new RecordKey(tenant, "students", "7"))
        .stream()
        .filter(key -> key.table().name().equals("users"))
        .map(RowKey::id)
        .findFirst()
        .orElseThrow()
        .toString();
  }

  private static RecordChange student(Sandbox.Log log, String name) {
    return log.put("students", "7", "{\"id\":\"7\",\"name\":\"" + name + "\"}");
  }

  private static RecordChange user(Sandbox.Log log, String id) {
    return log.put("users", id, "{\"id\":\"" + id + "\",\"name\":\"crafted\"}");
  }

  private List<String> names(String tenant) {
    return sandbox.values("select name from school.users where tenant = ? order by 1", tenant);
  }

  private List<String> parked(String tenant) {
    return sandbox.values(
        "select domain || ' ' || reason from crossfade.parked_write where tenant = ?", tenant);
  }

  @ParameterizedTest(name = "in one batch: {0}")
  @ValueSource(booleans = {false, true})
  void studentFirst(boolean together) {
    // given
    String tenant = "student-first-" + together;
    Sandbox.Log log = sandbox.log(tenant);
    String id = derived(tenant);
    RecordChange student = student(log, "student");
    RecordChange user = user(log, id);
    // when
    apply(log, together, student, user);
    // then
    assertThat(names(tenant)).containsExactly("student");
    assertThat(parked(tenant)).containsExactly("users ROW_TAKEN");
    // when: what waits is deleted, which must not touch the row; its owner goes on
    apply(log, together, student(log, "changed"), log.gone("users", id));
    // then
    assertThat(names(tenant)).containsExactly("changed");
    assertThat(parked(tenant)).isEmpty();
    // when: it comes back, and the owner leaves
    apply(log, together, user(log, id), log.gone("students", "7"));
    // then
    assertThat(names(tenant)).containsExactly("crafted");
    assertThat(parked(tenant)).isEmpty();
  }

  @ParameterizedTest(name = "in one batch: {0}")
  @ValueSource(booleans = {false, true})
  void userFirst(boolean together) {
    // given
    String tenant = "user-first-" + together;
    Sandbox.Log log = sandbox.log(tenant);
    String id = derived(tenant);
    // when
    RecordChange user = user(log, id);
    apply(log, together, user, student(log, "student"));
    // then
    assertThat(names(tenant)).containsExactly("crafted");
    assertThat(parked(tenant)).containsExactly("students ROW_TAKEN");
    // when
    apply(log, together, log.gone("students", "7"), user(log, id));
    // then
    assertThat(names(tenant)).containsExactly("crafted");
    assertThat(parked(tenant)).isEmpty();
    // when
    apply(log, together, student(log, "student"), log.gone("users", id));
    // then
    assertThat(names(tenant)).containsExactly("student");
    assertThat(parked(tenant)).isEmpty();
    assertThat(sandbox.values("select id from school.users where tenant = ?", tenant))
        .containsExactly(id);
  }

  @Test
  @DisplayName(
      "a user that comes and goes in one batch takes nothing of the student that has the row")
  void comesAndGoes() {
    // given
    String tenant = "comes-and-goes";
    Sandbox.Log log = sandbox.log(tenant);
    String id = derived(tenant);
    // when
    log.apply(student(log, "student"), user(log, id), log.gone("users", id));
    log.apply(user(log, id), log.gone("users", id));
    // then
    assertThat(names(tenant)).containsExactly("student");
    assertThat(parked(tenant)).isEmpty();
  }

  @Test
  @DisplayName("I13: the same ids in two tenants are two records with rows of their own")
  void twoTenants() {
    // given
    Sandbox.Log one = sandbox.log("one");
    Sandbox.Log two = sandbox.log("two");
    String id = derived("one");
    // when: in another tenant the id is nobody's
    one.apply(student(one, "first"));
    two.apply(student(two, "second"), user(two, id));
    two.apply(two.gone("users", id));
    // then
    assertThat(names("one")).containsExactly("first");
    assertThat(names("two")).containsExactly("second");
    assertThat(parked("two")).isEmpty();
  }

  private static void apply(Sandbox.Log log, boolean together, RecordChange one, RecordChange two) {
    if (together) {
      log.apply(one, two);
    } else {
      log.apply(one);
      log.apply(two);
    }
  }
}
