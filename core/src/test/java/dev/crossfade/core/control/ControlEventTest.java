package dev.crossfade.core.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ControlEventTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final ControlEvent CREATED =
      event(
          ControlState.MIGRATION_CREATED,
          0,
          ControlState.migrationCreated(new ChangesLog(24, "dG9waWMtaWQ", "cutover.school")));

  @Test
  @DisplayName("Control events lie in the log as in the golden file")
  void golden() throws IOException {
    GoldenFile file = new GoldenFile("control-events.txt");
    ObjectNode blueprint = object("{\"version\":1,\"limit\":1.50,\"domains\":{\"b\":{},\"a\":{}}}");
    show(file, "migration created", CREATED);
    show(
        file,
        "blueprint published",
        event(ControlState.BLUEPRINT_PUBLISHED, 1, ControlState.blueprintPublished(blueprint)));
    ObjectNode why = ControlState.syncSwitched("ada", "PostgreSQL 18");
    show(file, "sync paused", event(ControlState.SYNC_PAUSED, 2, why));
    show(file, "sync resumed", event(ControlState.SYNC_RESUMED, 3, why));
    show(
        file,
        "any other",
        event("dev.crossfade.control.x", 999_999_999_999_999_999L, object("{\"n\":1E400}")));
    file.check();
  }

  @Test
  @DisplayName("Control events about the cutover lie in the log as in the golden file")
  void goldenCutover() throws IOException {
    GoldenFile file = new GoldenFile("cutover-events.txt");
    Share share = new Share(Mode.HYBRID, 500);
    RaiseProof proof = new RaiseProof("r-1", List.of(new Position(11, 7), new Position(3, 1042)));
    RampPlan plan =
        new RampPlan(
            List.of(new RampPlan.Step(100, 3_600), new RampPlan.Step(10_000, 0)),
            Map.of("lag", new RampPlan.GateRule(5_000L, RampPlan.Action.ROLLBACK)));
    show(
        file,
        "raised",
        event(
            CutoverEvents.CHANGED,
            4,
            CutoverEvents.changed(share, Cause.RAMP, "ada", "why", new Grounds(false, proof))));
    show(
        file,
        "rolled back",
        event(
            CutoverEvents.CHANGED,
            5,
            CutoverEvents.changed(Share.START, Cause.ROLLBACK, "ada", "why", Grounds.NONE)));
    show(file, "planned", event(CutoverEvents.PLANNED, 6, CutoverEvents.planned(plan, "a", "why")));
    show(
        file,
        "plan taken off",
        event(CutoverEvents.PLANNED, 7, CutoverEvents.planned(null, "a", "why")));
    show(
        file,
        "pinned",
        event(CutoverEvents.PINNED, 8, CutoverEvents.pinned("s-1", Reads.TARGET, "a", "why")));
    show(
        file,
        "let go",
        event(CutoverEvents.PINNED, 9, CutoverEvents.pinned("s-1", null, "a", "w")));
    show(
        file,
        "capture off",
        event(
            CutoverEvents.CAPTURE_SWITCHED, 10, CutoverEvents.captureSwitched(false, "a", "why")));
    show(
        file,
        "writes kept",
        event(
            CutoverEvents.WRITES_SWITCHED,
            11,
            CutoverEvents.writesSwitched("s-1", true, "a", "why")));
    show(
        file,
        "switch begun",
        event(
            CutoverEvents.WRITES_SWITCHED,
            12,
            CutoverEvents.switchBegun("s-1", "i-1", Reads.TARGET, "a", "why")));
    TenantSwitch order =
        new TenantSwitch("i-1", "s-1", Reads.TARGET, Instant.EPOCH, "a", "why", null);
    show(
        file,
        "switch ended",
        event(
            CutoverEvents.WRITES_SWITCHED,
            13,
            CutoverEvents.switchEnded(order, false, "compared", "It differs.", "b")));
    file.check();
  }

  @Test
  void roundTrip() {
    assertThat(ControlEvent.decode(CREATED.encode("school"))).isEqualTo(CREATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ce_id", "ce_source", "ce_type", "ce_time", "ce_fromversion", "ce_specversion"})
  void missingHeader(String name) {
    assertThat(ControlEvent.decode(with(name, null))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "ce_fromversion, -1",
    "ce_fromversion, 1.0",
    "ce_fromversion, ''",
    "ce_fromversion, +1",
    "ce_fromversion, ٣",
    "ce_fromversion, 1000000000000000000",
    "ce_time, yesterday",
    "ce_time, 1899-01-01T00:00:00Z",
  })
  void unsoundHeader(String name, String value) {
    assertThat(ControlEvent.decode(with(name, value))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "1", "{", "{}{}", "{\"a\":1,\"a\":2}"})
  void unsoundData(String data) {
    Message message = CREATED.encode("school");

    assertThat(
            ControlEvent.decode(
                new Message(message.key(), message.headers(), data.getBytes(UTF_8))))
        .isNull();
    assertThat(ControlEvent.decode(new Message(message.key(), message.headers(), null))).isNull();
  }

  private static Message with(String name, @org.jspecify.annotations.Nullable String value) {
    Message message = CREATED.encode("school");
    List<Header> headers = new ArrayList<>(message.headers());
    headers.removeIf(header -> header.name().equals(name));
    if (value != null) {
      headers.add(new Header(name, value.getBytes(UTF_8)));
    }
    return new Message(message.key(), headers, message.value());
  }

  private static ControlEvent event(String type, long fromVersion, ObjectNode data) {
    return new ControlEvent("c-1", "/services/ingest", type, TIME, fromVersion, data);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json);
  }

  private static void show(GoldenFile file, String title, ControlEvent event) {
    Message message = event.encode("school");
    file.line("## " + title);
    for (Header header : message.headers()) {
      file.line(header.name() + ": " + GoldenFile.text(requireNonNull(header.value())));
    }
    file.line("key: " + GoldenFile.text(requireNonNull(message.key())));
    file.line("value: " + GoldenFile.text(requireNonNull(message.value())));
    file.line("");
  }
}
