package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BlueprintTest {

  @Test
  @DisplayName("the school has ten domains, in declared order")
  void domains() {
    // when
    Blueprint school = School.BLUEPRINT;

    // then
    assertThat(school.name()).isEqualTo("school");
    assertThat(school.schemaVersion()).isEqualTo(1);
    assertThat(school.domains())
        .extracting(Domain::name)
        .containsExactly(
            "users",
            "students",
            "teachers",
            "classes",
            "classrooms",
            "payment_obligations",
            "payments",
            "attendance",
            "grades",
            "private_lessons");
    assertThat(school.domain("student")).isEmpty();
  }

  @Test
  @DisplayName("its tables come parents first, each once")
  void tables() {
    assertThat(School.BLUEPRINT.tablesParentsFirst())
        .extracting(Table::qualifiedName)
        .containsExactly(
            "school.users",
            "school.classrooms",
            "school.teachers",
            "school.classes",
            "school.students",
            "school.payment_obligations",
            "school.payments",
            "school.attendance",
            "school.grades",
            "school.private_lessons");
  }

  @Test
  @DisplayName("one table that three domains write is one object")
  void sharedTable() {
    // when
    Table users = School.domain("users").mapping().recordTable();

    // then
    assertThat(School.domain("students").mapping().tables()).first().isSameAs(users);
    assertThat(School.domain("teachers").mapping().tables()).first().isSameAs(users);
    assertThat(users.quotedName()).isEqualTo("\"school\".\"users\"");
    assertThat(users.keyColumns()).extracting(Column::name).containsExactly("tenant", "id");
  }

  @Test
  @DisplayName("the published form reads back as the same blueprint")
  void publishedForm() {
    // given
    Blueprint school = School.BLUEPRINT;
    byte[] published = Json.MAPPER.writeValueAsBytes(school.json());

    // when
    Blueprint read = Blueprint.fromJson((ObjectNode) Json.MAPPER.readTree(published));

    // then
    assertThat(read.digest()).isEqualTo(school.digest());
    assertThat(read.tablesParentsFirst())
        .extracting(Table::qualifiedName)
        .isEqualTo(school.tablesParentsFirst().stream().map(Table::qualifiedName).toList());
  }

  @Test
  @DisplayName("a copy of the form can be changed without changing the blueprint")
  void formIsACopy() {
    // when
    School.BLUEPRINT.json().put("name", "other");

    // then
    assertThat(School.BLUEPRINT.json().get("name").stringValue()).isEqualTo("school");
  }

  @Test
  @DisplayName("I16: what has one digest means one thing, in whatever order a map is written")
  void orderOfMap() {
    // given
    Blueprint written = Blueprint.load(School.resource("/blueprints/agent-tasks"));
    ObjectNode form = written.json();
    ObjectNode status = (ObjectNode) form.at("/domains/1/rows/task/columns/status");
    ObjectNode map = (ObjectNode) status.remove("map");
    ObjectNode turned = status.putObject("map");
    List<String> keys = new ArrayList<>(map.propertyNames());
    Collections.reverse(keys);
    keys.forEach(key -> turned.set(key, map.get(key)));
    Blueprint other = Blueprint.fromJson(form);
    Document merged =
        Document.parse("{\"id\":\"1\",\"title\":\"\",\"status\":\"MERGED\"}".getBytes(UTF_8));

    // then
    assertThat(other.digest()).isEqualTo(written.digest());
    assertThat(back(other, merged)).isEqualTo(back(written, merged)).isEqualTo("DONE");
  }

  private static String back(Blueprint blueprint, Document task) {
    Domain tasks = blueprint.domain("tasks").orElseThrow();
    SourceKey source = new SourceKey("t1", "laptop");
    RecordContext context =
        new RecordContext(tasks.recordKey(source, "1"), "laptop", Instant.EPOCH);
    Forward.Mapped mapped = (Forward.Mapped) tasks.mapping().forward(task, context);
    return tasks
        .mapping()
        .backward(mapped.allRows(), DocumentNames.of(blueprint, tasks, task, context))
        .get("status")
        .stringValue();
  }
}
