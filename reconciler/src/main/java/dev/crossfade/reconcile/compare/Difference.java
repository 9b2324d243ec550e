package dev.crossfade.reconcile.compare;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A difference as it was seen once: suspected, until it is seen again.
 *
 * @param record the record; of a row that no record has, the tenant and domain that it would be of
 *     and the row's id
 * @param row where it stands, if the difference is one of a row; else null
 * @param position at which the sides were compared: the partition and the offset of the first event
 *     that does not count
 * @param expected what should stand there, in short (a digest, a hash): two looks that see the same
 *     text see the same. Null where nothing should
 * @param actual what stands there, in short; null where nothing does
 * @param fields which fields differ, as far as that is known
 */
public record Difference(
    DifferenceType type,
    RecordKey record,
    @Nullable RowName row,
    Position position,
    @Nullable String expected,
    @Nullable String actual,
    List<FieldDifference> fields) {
  public Difference {
    fields = List.copyOf(fields);
  }

  /** A row of a table, for people; both as PostgreSQL shows them. */
  public record RowName(String table, String id) {}

  /** The same where the fields have been looked up. */
  public Difference with(List<FieldDifference> found) {
    return new Difference(type, record, row, position, expected, actual, found);
  }

  /** Whether both say the same of the same, at whatever position. */
  public boolean sameAs(Difference other) {
    return type == other.type
        && record.equals(other.record)
        && Objects.equals(row, other.row)
        && Objects.equals(expected, other.expected)
        && Objects.equals(actual, other.actual);
  }
}
