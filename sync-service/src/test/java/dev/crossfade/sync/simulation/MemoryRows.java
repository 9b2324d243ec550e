package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.sync.apply.RecordWrite;
import dev.crossfade.sync.apply.TargetRows;
import dev.crossfade.sync.simulation.MemoryTables.RowAt;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The users' tables in memory, with the foreign keys that the blueprint names and one constraint
 * that it knows nothing of. Without rows from arrays, and without references that become null.
 */
final class MemoryRows implements TargetRows {
  /** The value that the constraint refuses in any column {@code grade} of students. */
  static final String REFUSED = "X";

  private final MemoryTables tables;
  private final Blueprint blueprint;

  MemoryRows(MemoryTables tables, Blueprint blueprint) {
    this.tables = tables;
    this.blueprint = blueprint;
  }

  private record Refusal(Reason reason, @Nullable UUID waitsFor) {}

  @Override
  public Result write(List<RecordWrite> writes) {
    List<RecordWrite> left = new ArrayList<>(writes);
    left.sort(Comparator.comparingLong(RecordWrite::offset));
    List<RecordWrite> written = new ArrayList<>();
    Map<RecordWrite, Refusal> refused = new LinkedHashMap<>();
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      progress = false;
      refused.clear();
      for (RecordWrite write : List.copyOf(left)) {
        Refusal refusal = tryToWrite(write);
        if (refusal == null) {
          left.remove(write);
          written.add(write);
          progress = true;
        } else {
          refused.put(write, refusal);
        }
      }
    }
    List<Parked> parked = new ArrayList<>();
    for (RecordWrite write : left) {
      Refusal why = refused.get(write);
      if (why != null) {
        parked.add(
            new Parked(
                write.key(),
                write.offset(),
                why.reason(),
                "refused",
                why.waitsFor(),
                write.origin(),
                write.document()));
      }
    }
    return new Result(written, parked);
  }

  private @Nullable Refusal tryToWrite(RecordWrite write) {
    String tenant = write.key().tenant();
    return switch (write) {
      case RecordWrite.Upsert upsert -> {
        Refusal refusal = refusalOf(upsert);
        if (refusal == null) {
          upsert.mapped().rows().forEach(row -> tables.rows.put(at(tenant, row.key()), row));
        }
        yield refusal;
      }
      case RecordWrite.Delete delete -> {
        UUID child =
            delete.rows().stream().map(this::child).filter(c -> c != null).findFirst().orElse(null);
        if (child != null) {
          yield new Refusal(Reason.STILL_REFERENCED, child);
        }
        delete.rows().forEach(key -> tables.rows.remove(at(tenant, key)));
        yield null;
      }
    };
  }

  private @Nullable Refusal refusalOf(RecordWrite.Upsert upsert) {
    for (Row row : upsert.mapped().rows()) {
      int grade = row.table().position("grade");
      if (grade >= 0 && row.table().name().equals("students") && REFUSED.equals(row.value(grade))) {
        return new Refusal(Reason.CONSTRAINT, null);
      }
      for (ForeignKey key : blueprint.foreignKeys()) {
        if (key.table() == row.table() && key.checked()) {
          Object parent = row.value(row.table().position(key.column().name()));
          String name = key.references().name();
          if (parent instanceof UUID id
              && !tables.rows.has(new RowAt(name, upsert.key().tenant(), id))) {
            return new Refusal(Reason.MISSING_REFERENCE, id);
          }
        }
      }
    }
    return null;
  }

  /** A row that refers to this one. */
  private @Nullable UUID child(RowKey parent) {
    for (ForeignKey key : blueprint.foreignKeys()) {
      if (key.references() == parent.table() && key.checked()) {
        for (Row row : tables.rows.values()) {
          if (row.table() == key.table()
              && parent.id().equals(row.value(row.table().position(key.column().name())))
              && row.key().values().getFirst().equals(parent.values().getFirst())) {
            return row.key().id();
          }
        }
      }
    }
    return null;
  }

  private static RowAt at(String tenant, RowKey key) {
    return new RowAt(key.table().name(), tenant, key.id());
  }
}
