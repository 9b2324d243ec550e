package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of a record's arrays, which are rewritten as sets. Each test has tenants of its own. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowSetIT {
  private School lab;
  private Batches batches;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    lab = School.open(kafka, database, School.LAB);
    batches = new Batches(lab);
  }

  @AfterAll
  void stop() {
    batches.close();
    lab.close();
  }

  private static String task(String id, String... tags) {
    String quoted = List.of(tags).stream().map(t -> '"' + t + '"').collect(Collectors.joining(","));
    return "{\"id\":\"%s\",\"title\":\"t\",\"tags\":[%s]}".formatted(id, quoted);
  }

  /** The tags of all tasks of a tenant, task by task, in order. */
  private @Nullable String tags(String tenant) {
    return lab.value(
        """
        select string_agg(tags, '|' order by tags) from (
          select coalesce(string_agg(g.tag, ',' order by g.place), '-') as tags
          from lab.tasks t left join lab.tags g on g.tenant = t.org and g.task_id = t.id
          where t.org = '%s' group by t.id) as of_task
        """
            .formatted(tenant));
  }

  private @Nullable String count(String table, String tenant) {
    return lab.value("select count(*) from " + table + " where tenant = '" + tenant + "'");
  }

  @Test
  @DisplayName("I4 final form: a set grows, shrinks, is emptied, deleted and made again")
  void rewritten() {
    // given
    var log = batches.log("sets");
    var b = log.writer();
    log.apply(b.next("tasks", "1", task("1", "a")), b.next("tasks", "2", task("2", "z")));
    assertThat(tags("sets")).isEqualTo("a|z");

    // when
    log.apply(b.next("tasks", "1", task("1", "c", "a", "b")));
    // then
    assertThat(tags("sets")).isEqualTo("c,a,b|z");

    // when
    log.apply(b.next("tasks", "1", task("1", "b")));
    // then
    assertThat(tags("sets")).isEqualTo("b|z");

    // when
    log.apply(b.next("tasks", "1", task("1")));
    // then
    assertThat(tags("sets")).isEqualTo("-|z");

    // when
    log.apply(b.next("tasks", "1", task("1", "x", "y")), delete(b, "2"));
    // then
    assertThat(tags("sets")).isEqualTo("x,y");
    assertThat(count("lab.tags", "sets")).isEqualTo("2");
    assertThat(count("lab.notes", "sets")).isEqualTo("1");

    // when
    log.apply(delete(b, "1"), b.next("tasks", "2", task("2", "again", "once")));
    // then
    assertThat(tags("sets")).isEqualTo("again,once");
    assertThat(count("lab.tags", "sets")).isEqualTo("2");
  }

  private static RecordChange delete(School.Source b, String id) {
    return b.at(b.next("tasks", id, "{}").envelope().sequence(), Kind.DELETED, "tasks", id, "{}");
  }

  @Test
  @DisplayName("I4 final form: a batch leaves what the same events leave one by one")
  void batchEqualsSequence() {
    // given
    var one = batches.log("one-batch");
    var many = batches.log("one-by-one");
    Random random = new Random(7);
    List<RecordChange> inOne = new ArrayList<>();

    // when
    for (int i = 0; i < 120; i++) {
      String id = Integer.toString(random.nextInt(6));
      boolean delete = random.nextInt(4) == 0;
      String[] tags =
          IntStream.range(0, random.nextInt(5))
              .mapToObj(n -> id + n + random.nextInt(100))
              .toArray(String[]::new);
      inOne.add(change(one.writer(), delete, id, tags));
      many.apply(change(many.writer(), delete, id, tags));
    }
    one.apply(inOne);

    // then
    assertThat(tags("one-batch")).isNotNull().isEqualTo(tags("one-by-one"));
    assertThat(count("lab.tags", "one-batch")).isEqualTo(count("lab.tags", "one-by-one"));
  }

  private static RecordChange change(School.Source b, boolean delete, String id, String... tags) {
    return delete ? delete(b, id) : b.next("tasks", id, task(id, tags));
  }

  @Test
  @DisplayName("an array of ten thousand elements is written, rewritten and taken away")
  void huge() {
    // given
    var log = batches.log("huge");
    var b = log.writer();
    String[] tags = IntStream.range(0, 10_000).mapToObj(i -> "tag" + i).toArray(String[]::new);

    // when
    log.apply(b.next("tasks", "1", task("1", tags)));
    tags[0] = "new";
    tags[9_999] = "last";
    log.apply(b.next("tasks", "1", task("1", tags)));

    // then
    assertThat(
            lab.value(
                "select string_agg(tag, ',' order by place) from lab.tags where tenant = 'huge'"))
        .isEqualTo(String.join(",", tags));
    log.apply(delete(b, "1"));
    assertThat(count("lab.tags", "huge")).isEqualTo("0");
  }

  @Test
  @DisplayName("a record whose second element refers to what is missing waits for just that")
  void elementWaits() {
    // given
    var log = batches.log("waits");
    var b = log.writer();
    log.apply(b.next("devices", "d1", "{}"));
    String task = "{\"id\":\"1\",\"tags\":[],\"steps\":[{\"device\":\"d1\"},{\"device\":\"d2\"}]}";

    // when
    var parked = log.apply(b.next("tasks", "1", task), b.next("tasks", "2", task("2", "free")));
    // then
    assertThat(parked.parked()).isEqualTo(1);
    assertThat(count("lab.steps", "waits")).isEqualTo("0");
    assertThat(tags("waits")).isEqualTo("free");

    // when
    log.apply(b.next("devices", "d2", "{}"));
    // then
    assertThat(count("lab.steps", "waits")).isEqualTo("2");
    assertThat(waiting("waits")).isEqualTo("0");
  }

  @Test
  @DisplayName("what elements refer to is deleted once the last of them is rewritten without it")
  void deleteWaitsForElement() {
    // given
    var log = batches.log("holds");
    var b = log.writer();
    String step = "{\"id\":\"1\",\"tags\":[],\"steps\":[{},{\"device\":\"d\"}]}";
    log.apply(b.next("devices", "d", "{}"), b.next("tasks", "1", step));
    RecordChange gone = b.next("devices", "d", "{}");
    log.apply(b.at(gone.envelope().sequence(), Kind.DELETED, "devices", "d", "{}"));
    assertThat(waiting("holds")).isEqualTo("1");

    // when
    log.apply(b.next("tasks", "1", task("1")));

    // then
    assertThat(waiting("holds")).isEqualTo("0");
    assertThat(count("lab.steps", "holds")).isEqualTo("0");
  }

  private @Nullable String waiting(String tenant) {
    return count("crossfade.parked_write", tenant);
  }
}
