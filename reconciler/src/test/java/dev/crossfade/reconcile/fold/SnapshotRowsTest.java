package dev.crossfade.reconcile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.reconcile.fold.PlainFold.Sided;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import dev.crossfade.reconcile.snapshot.SnapshotRule;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the rule for snapshots calls comparable is the same, whatever the log was. */
final class SnapshotRowsTest {
  private static final int LOGS = 400;
  private static final int EVENTS = 120;

  private record Row(SourceKey source, RecordKey record) {}

  private final Map<SnapshotRule, Integer> met = new EnumMap<>(SnapshotRule.class);

  @Test
  @DisplayName("I15 no row of a snapshot is held against a record that later events have changed")
  void noFalseAlarm() {
    for (long seed = 0; seed < LOGS; seed++) {
      // given
      List<Message> log = new RandomLog(seed, 0, List.of("school-1")).more(EVENTS).messages();
      PlainFold plain = new PlainFold(0, 1);
      log.forEach(message -> plain.fold(message, DrivenFold.BEGAN));
      // when
      for (var found : rows(log, plain).entrySet()) {
        SnapshotRow row = found.getValue();
        String source = found.getKey().source().source();
        RecordKey key = found.getKey().record();
        RecordState state = plain.states.record(key);
        boolean conflict = plain.sided.contains(new Sided(key, source));
        SnapshotRule rule =
            SnapshotRule.of(
                state,
                source,
                row.read().snapshot().watermark(),
                row.offset(),
                new Beside(conflict, false));
        met.merge(rule, 1, Integer::sum);
        // then
        assertHolds(rule, row, state, plain.states.document(key), seed);
      }
    }
    assertThat(met)
        .containsKeys(
            SnapshotRule.COMPARE,
            SnapshotRule.COMPARE_FIELDS,
            SnapshotRule.SUPERSEDED,
            SnapshotRule.CONFLICTING,
            SnapshotRule.INDETERMINATE);
  }

  /** The last row of each record in each source's latest snapshot. */
  private static Map<Row, SnapshotRow> rows(List<Message> log, PlainFold plain) {
    EventReader reader = new EventReader(1, Notes.ALL::containsKey);
    Map<Row, SnapshotRow> rows = new LinkedHashMap<>();
    for (int i = 0; i < log.size(); i++) {
      if (reader.read(RandomLog.at(0, i, log.get(i), DrivenFold.BEGAN))
              instanceof Decoded.Event event
          && event.event() instanceof RecordRead read) {
        SourceKey source = read.envelope().source();
        SnapshotState latest = plain.states.latestSnapshot(source);
        boolean current = latest != null && latest.snapshot().id().equals(read.snapshot().id());
        if (current && latest.started().offset() < i) {
          rows.put(new Row(source, read.record()), new SnapshotRow(i, DrivenFold.BEGAN, read));
        }
      }
    }
    return rows;
  }

  private static void assertHolds(
      SnapshotRule rule,
      SnapshotRow row,
      RecordState state,
      @org.jspecify.annotations.Nullable Document document,
      long seed) {
    boolean sameForm =
        row.read().schema().equals(state.schema())
            && Notes.ALL.get(row.read().schema().blueprint()) != null;
    boolean older =
        row.read().schema().blueprint().equals(Notes.V2.digest())
            && row.read().schema().version() == 1;
    if (!sameForm || older) {
      return;
    }
    if (rule == SnapshotRule.COMPARE) {
      assertThat(document).as("log %d, row %d", seed, row.offset()).isEqualTo(row.read().data());
    } else if (rule == SnapshotRule.COMPARE_FIELDS) {
      assertThat(document).isNotNull();
      row.read()
          .data()
          .tree()
          .properties()
          .forEach(
              field ->
                  assertThat(document.tree().get(field.getKey()))
                      .as("log %d, row %d", seed, row.offset())
                      .isEqualTo(field.getValue()));
    } else if (rule == SnapshotRule.MISSING) {
      assertThat(state.position()).isNull();
    }
  }
}
