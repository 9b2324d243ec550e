package dev.crossfade.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.observe.Observation.Comparison;
import dev.crossfade.core.observe.Observation.Different;
import dev.crossfade.core.observe.Observation.Requests;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final SourceKey PHONE = new SourceKey("用户 \"1\"", "phone");
  private static final Observation QUIET = new Observation(NOON, 0, null, null, null);
  private static final Observation FULL =
      new Observation(
          NOON,
          3,
          new Position(3, 1042),
          new Comparison(NOON.minusSeconds(60), 120, List.of(new Different("students", "用户 42"))),
          null);
  private static final Observation READS =
      new Observation(NOON, 0, null, null, new Requests(120, 3));

  @Test
  @DisplayName("Entries lie in the observations topic as in the golden file")
  void golden() throws IOException {
    new GoldenFile("observations.txt")
        .line("key", Observation.key(PHONE))
        .line("quiet", QUIET.bytes())
        .line("full", FULL.bytes())
        .line("reads", READS.bytes())
        .check();
  }

  @Test
  void roundTrip() {
    assertThat(Observation.parse(QUIET.bytes())).isEqualTo(QUIET);
    assertThat(Observation.parse(FULL.bytes())).isEqualTo(FULL);
    assertThat(Observation.parse(READS.bytes())).isEqualTo(READS);
    assertThat(Observation.source(Observation.key(PHONE))).isEqualTo(PHONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'at':'noon','unsent':0}",
        "{'at':'2026-11-20T12:00:00Z'}",
        "{'at':'2026-11-20T12:00:00Z','unsent':-1}",
        "{'at':'2026-11-20T12:00:00Z','unsent':1.5}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'seen':'x'}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'comparison':{}}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'requests':{}}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'requests':{'asked':1,'failed':2}}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'requests':{'asked':-1,'failed':-1}}",
        "{'at':'2026-11-20T12:00:00Z','unsent':0,'comparison':{'at':'2026-11-20T12:00:00Z','compared':1,'different':[1]}}"
      })
  void anythingElseIsNone(String text) {
    assertThat(Observation.parse(text.replace('\'', '"').getBytes(UTF_8))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "['a']", "['a',1]", "['a','b','c']"})
  void anythingElseIsNoKey(String text) {
    assertThat(Observation.source(text.replace('\'', '"').getBytes(UTF_8))).isNull();
    assertThat(Observation.source(null)).isNull();
  }
}
