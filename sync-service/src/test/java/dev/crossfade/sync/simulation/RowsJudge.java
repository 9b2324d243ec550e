package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.MemoryFold;
import dev.crossfade.sync.simulation.MemoryTables.ParkedRow;
import dev.crossfade.sync.simulation.MemoryTables.RowAt;
import dev.crossfade.sync.simulation.MemoryTables.StateRow;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the users' tables against a fold: each record's rows are what it was decided to be, or its
 * latest write waits, with that very document, for a reason that is still there.
 */
final class RowsJudge {
  private final MemoryTables tables;
  private final MemoryFold fold;
  private final Set<RowAt> accounted = new HashSet<>();

  RowsJudge(MemoryTables tables, MemoryFold fold) {
    this.tables = tables;
    this.fold = fold;
  }

  void judge(List<String> wrong) {
    fold.records().forEach((key, state) -> judge(key, state, wrong));
    for (RowAt row : tables.rows.all().keySet()) {
      if (!accounted.contains(row)) {
        wrong.add("I2 " + row + " is no record's");
      }
    }
    for (RecordKey key : tables.parked.all().keySet()) {
      if (!fold.records().containsKey(key)) {
        wrong.add("I2 a write of " + key + " waits, which nobody wrote");
      }
    }
  }

  private void judge(RecordKey key, RecordState state, List<String> wrong) {
    Position position = state.position();
    if (position == null) {
      return;
    }
    Document document = fold.document(key);
    ParkedRow waits = tables.parked.get(key);
    if (waits != null) {
      keys(key).forEach(rowKey -> accounted.add(at(key, rowKey)));
      waits(key, position, document, waits.write(), wrong);
      return;
    }
    StateRow row = tables.states.get(key);
    Long written = row == null || row.written() == null ? null : row.written().offset();
    FoldJudge.compare(wrong, "I1 what is written of " + key, position.offset(), written);
    if (document == null) {
      for (RowKey rowKey : keys(key)) {
        if (tables.rows.has(at(key, rowKey))) {
          wrong.add("I4 " + key + " is deleted, and has a row");
          accounted.add(at(key, rowKey));
        }
      }
      return;
    }
    if (mapped(key, state, document) instanceof Forward.Mapped mapped) {
      for (Row expected : mapped.rows()) {
        RowAt at = at(key, expected.key());
        accounted.add(at);
        Row found = tables.rows.get(at);
        if (!expected.equals(found)) {
          wrong.add(
              "I4 the row of " + key + ": expected " + told(expected) + ", found " + told(found));
        }
      }
    } else {
      wrong.add("I4 " + key + " fits no row, and does not wait");
    }
  }

  private void waits(
      RecordKey key,
      Position position,
      @Nullable Document document,
      Parked waits,
      List<String> wrong) {
    FoldJudge.compare(wrong, "I4 what waits of " + key, position.offset(), waits.offset());
    String text = waits.document();
    Document waiting = text == null ? null : Document.stored(text.getBytes(StandardCharsets.UTF_8));
    FoldJudge.compare(wrong, "I4 the document that waits of " + key, document, waiting);
    if (!hasReason(key, waits)) {
      wrong.add("I14 a write of " + key + " waits for nothing: " + waits);
    }
  }

  private boolean hasReason(RecordKey key, Parked waits) {
    boolean there =
        waits.waitsFor() != null
            && tables.rows.all().keySet().stream()
                .anyMatch(
                    at -> at.tenant().equals(key.tenant()) && at.id().equals(waits.waitsFor()));
    return switch (waits.reason()) {
      case MISSING_REFERENCE -> !there;
      case STILL_REFERENCED -> there;
      case CONSTRAINT -> Objects.requireNonNull(waits.document()).contains(MemoryRows.REFUSED);
      case VALUE_DOES_NOT_FIT -> true;
      case ROW_TAKEN, BUG -> false;
    };
  }

  private static Forward mapped(RecordKey key, RecordState state, Document document) {
    String maker = Objects.requireNonNull(state.source());
    return domain(key).mapping().forward(document, new RecordContext(key, maker, Instant.EPOCH));
  }

  private static List<RowKey> keys(RecordKey key) {
    return domain(key).mapping().keys(key);
  }

  private static Domain domain(RecordKey key) {
    return World.BLUEPRINT.domain(key.domain()).orElseThrow();
  }

  private static RowAt at(RecordKey key, RowKey row) {
    return new RowAt(row.table().name(), key.tenant(), row.id());
  }

  private static String told(@Nullable Row row) {
    return row == null ? "none" : Arrays.toString(row.values());
  }
}
