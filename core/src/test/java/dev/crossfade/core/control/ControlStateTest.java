package dev.crossfade.core.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ControlStateTest {
  private static final ChangesLog LOG = new ChangesLog(24, "topic", "salt");
  private static final String OTHER = "dev.crossfade.control.of.later";

  @ParameterizedTest(name = "at version 2, {0} decided from {1}: version {2}, partitions {3}")
  @DisplayName("I8 compare-and-set: an event counts when its version is the current one")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dev.crossfade.control.of.later            | 2 | 3
          dev.crossfade.control.of.later            | 1 | 2
          dev.crossfade.control.of.later            | 3 | 2
          dev.crossfade.control.of.later            | 0 | 2
          dev.crossfade.control.blueprint.published | 2 | 3
          dev.crossfade.control.blueprint.published | 1 | 2
          dev.crossfade.control.blueprint.published | 3 | 2
          dev.crossfade.control.migration.created   | 2 | 3
          dev.crossfade.control.migration.created   | 0 | 2
          """)
  void compareAndSet(String type, long from, long version) {
    // given
    ControlState before = created().replay(event(OTHER, 1, object("{}")));
    assertThat(before.version()).isEqualTo(2);

    // when
    ControlState after =
        before.replay(
            event(type, from, ControlState.blueprintPublished(object("{\"b\":" + from + "}"))));

    // then
    assertThat(after.version()).isEqualTo(version);
    boolean published = version == 3 && type.equals(ControlState.BLUEPRINT_PUBLISHED);
    assertThat(after.blueprint() != null).isEqualTo(published);
    assertThat(after.log()).isEqualTo(LOG);
    if (version == 2) {
      assertThat(after).isSameAs(before);
    }
  }

  @Test
  @DisplayName("I8: of two writers from the same version the first one counts")
  void twoWriters() {
    // given
    ControlState start = created();
    ObjectNode first = object("{\"by\":\"first\"}");
    ObjectNode second = object("{\"by\":\"second\"}");

    // when
    ControlState end =
        start
            .replay(
                event(ControlState.BLUEPRINT_PUBLISHED, 1, ControlState.blueprintPublished(first)))
            .replay(
                event(
                    ControlState.BLUEPRINT_PUBLISHED, 1, ControlState.blueprintPublished(second)));

    // then
    assertThat(end.version()).isEqualTo(2);
    assertThat(end.blueprint()).isEqualTo(Digest.of(first));
    assertThat(end.blueprints()).containsOnlyKeys(Digest.of(first));
  }

  @Test
  @DisplayName("Paused, it stays so through other events, until it is resumed")
  void pause() {
    // given
    ObjectNode why = ControlState.syncSwitched("ada", "maintenance");

    // when
    ControlState paused = created().replay(event(ControlState.SYNC_PAUSED, 1, why));
    ControlState later = paused.replay(event(OTHER, 2, object("{}")));
    ControlState again =
        later.replay(event(ControlState.SYNC_PAUSED, 3, ControlState.syncSwitched("bob", "still")));
    ControlState resumed = again.replay(event(ControlState.SYNC_RESUMED, 4, why));

    // then
    Instant since = event(OTHER, 0, why).time();
    assertThat(paused.pause()).isEqualTo(new ControlState.Pause(since, "ada", "maintenance"));
    assertThat(later.pause()).isEqualTo(paused.pause());
    assertThat(again.pause()).isEqualTo(new ControlState.Pause(since, "bob", "still"));
    assertThat(resumed.pause()).isNull();
    assertThat(resumed.version()).isEqualTo(5);
  }

  @ParameterizedTest
  @DisplayName("A malformed pause counts, so that all readers agree, and pauses nothing")
  @ValueSource(strings = {"{}", "{\"by\":1,\"reason\":\"r\"}", "{\"by\":\"b\"}"})
  void malformedPause(String data) {
    // when
    ControlState state = created().replay(event(ControlState.SYNC_PAUSED, 1, object(data)));

    // then
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.pause()).isNull();
  }

  @Test
  @DisplayName("Every blueprint ever published stays, the last one is current")
  void blueprintsStay() {
    // given
    ObjectNode first = object("{\"v\":1}");
    ObjectNode second = object("{\"v\":2}");

    // when
    ControlState end =
        created()
            .replay(
                event(ControlState.BLUEPRINT_PUBLISHED, 1, ControlState.blueprintPublished(first)))
            .replay(
                event(ControlState.BLUEPRINT_PUBLISHED, 2, ControlState.blueprintPublished(second)))
            .replay(
                event(ControlState.BLUEPRINT_PUBLISHED, 3, ControlState.blueprintPublished(first)));

    // then
    assertThat(end.blueprint()).isEqualTo(Digest.of(first));
    assertThat(end.blueprints()).containsOnlyKeys(Digest.of(first), Digest.of(second));
    assertThat(requireNonNull(end.blueprints().get(Digest.of(second)))).isEqualTo(second);
  }

  @Test
  @DisplayName("The digest of a blueprint is computed, not believed")
  void digestComputed() {
    // given
    ObjectNode data = ControlState.blueprintPublished(object("{\"v\":1}"));
    data.put("digest", "0".repeat(64));

    // when
    ControlState state = created().replay(event(ControlState.BLUEPRINT_PUBLISHED, 1, data));

    // then
    assertThat(state.blueprint()).isEqualTo(Digest.of(object("{\"v\":1.0}")));
  }

  @ParameterizedTest
  @DisplayName("A malformed creation counts, so that all readers agree, and says nothing")
  @ValueSource(
      strings = {
        "{}",
        "{\"partitions\":24,\"topicId\":\"t\"}",
        "{\"partitions\":0,\"topicId\":\"t\",\"salt\":\"s\"}",
        "{\"partitions\":-1,\"topicId\":\"t\",\"salt\":\"s\"}",
        "{\"partitions\":\"24\",\"topicId\":\"t\",\"salt\":\"s\"}",
        "{\"partitions\":24.0,\"topicId\":\"t\",\"salt\":\"s\"}",
        "{\"partitions\":99999999999,\"topicId\":\"t\",\"salt\":\"s\"}",
        "{\"partitions\":24,\"topicId\":null,\"salt\":\"s\"}",
        "{\"partitions\":24,\"topicId\":\"t\",\"salt\":1}"
      })
  void malformedCreation(String data) {
    // when
    ControlState state =
        ControlState.EMPTY.replay(event(ControlState.MIGRATION_CREATED, 0, object(data)));

    // then
    assertThat(state)
        .isEqualTo(
            new ControlState(
                1,
                null,
                null,
                ControlState.EMPTY.blueprints(),
                null,
                ControlState.EMPTY.cutover()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"blueprint\":null}", "{\"blueprint\":[]}", "{\"digest\":\"x\"}"})
  void malformedBlueprint(String data) {
    // when
    ControlState state = created().replay(event(ControlState.BLUEPRINT_PUBLISHED, 1, object(data)));

    // then
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.blueprint()).isNull();
    assertThat(state.blueprints()).isEmpty();
  }

  @Test
  @DisplayName("Failure class 10: a log is created once; partitions, topic and salt never change")
  void createdOnce() {
    // when
    ControlState state =
        created()
            .replay(
                event(
                    ControlState.MIGRATION_CREATED,
                    1,
                    ControlState.migrationCreated(new ChangesLog(48, "other", "other"))));

    // then
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.log()).isEqualTo(LOG);
  }

  private static ControlState created() {
    return ControlState.EMPTY.replay(
        event(ControlState.MIGRATION_CREATED, 0, ControlState.migrationCreated(LOG)));
  }

  private static ControlEvent event(String type, long from, ObjectNode data) {
    return new ControlEvent("id", "/services/ingest", type, Instant.EPOCH, from, data);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json);
  }
}
