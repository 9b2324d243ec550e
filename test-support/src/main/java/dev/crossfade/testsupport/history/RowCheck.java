package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.RecordFold.Version;
import dev.crossfade.testsupport.history.Tables.Parked;
import dev.crossfade.testsupport.history.Tables.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows, and the writes that are parked, against the fold: each decided state is written
 * or parked, and what stands in the tables meanwhile is an earlier one of the same record.
 */
final class RowCheck {
  private final Fold fold;
  private final Tables tables;
  private final Documents documents;
  private final Findings findings;
  private final Map<RecordName, Parked> parked = new HashMap<>();
  private final Set<RecordName> rows = new HashSet<>();

  RowCheck(Fold fold, Tables tables, Documents documents, Findings findings) {
    this.fold = fold;
    this.tables = tables;
    this.documents = documents;
    this.findings = findings;
  }

  void check() {
    tables.parked().forEach(this::checkParked);
    for (Row row : tables.rows()) {
      if (!rows.add(row.record())) {
        findings.add(3, row.record(), "one row", "two");
      }
      checkRow(row);
    }
    fold.records()
        .forEach(
            (name, record) -> {
              if (record.present() && !rows.contains(name) && !parked.containsKey(name)) {
                findings.add(4, name, "a row of offset " + record.offset, "none");
                findings.add(1, name, "offset " + record.offset + " written or parked", "neither");
              }
            });
  }

  private void checkParked(Parked write) {
    if (parked.put(write.record(), write) != null) {
      findings.add(4, write.record(), "one parked write", "two");
    }
    RecordFold record = fold.records().get(write.record());
    if (record == null || !record.exists()) {
      findings.add(2, write.record(), "no parked write", "one of offset " + write.offset());
      return;
    }
    if (write.offset() != record.offset) {
      findings.add(
          write.offset() > record.offset ? 6 : 4,
          write.record(),
          "offset " + record.offset + " parked",
          write.offset());
    }
    String data = write.data() == null ? null : documents.canonical(write.data());
    if (!Objects.equals(data, record.data)) {
      findings.add(4, write.record(), "parked as decided", "something else");
    }
  }

  private void checkRow(Row row) {
    RecordFold record = fold.records().get(row.record());
    if (record == null || !record.exists()) {
      findings.add(2, row.record(), "no row: nobody sent that record", "a row");
      return;
    }
    String data = documents.canonical(row.data());
    Parked waits = parked.get(row.record());
    if (waits != null) {
      checkEarlier(row, record, data, waits);
      return;
    }
    if (!record.present()) {
      findings.add(4, row.record(), "no row: deleted at offset " + record.offset, "a row");
      return;
    }
    if (row.written() != record.offset) {
      findings.add(4, row.record(), "the row of offset " + record.offset, row.written());
      if (row.written() < record.offset) {
        findings.add(1, row.record(), "offset " + record.offset + " written or parked", "neither");
      }
    }
    if (!Objects.equals(data, record.data)) {
      findings.add(4, row.record(), record.data, row.data());
    }
  }

  /** A later write is parked, so the row is an earlier version. */
  private void checkEarlier(Row row, RecordFold record, @Nullable String data, Parked waits) {
    if (row.written() >= waits.offset()) {
      findings.add(4, row.record(), "a row before " + waits.offset() + ", parked", row.written());
      return;
    }
    List<Version> versions = Objects.requireNonNullElse(record.versions, List.of());
    for (Version version : versions) {
      if (version.offset() == row.written()) {
        if (!Objects.equals(version.data(), data)) {
          findings.add(4, row.record(), "what it was at " + row.written(), row.data());
        }
        return;
      }
    }
    findings.add(4, row.record(), "a version of the record", "offset " + row.written());
  }
}
