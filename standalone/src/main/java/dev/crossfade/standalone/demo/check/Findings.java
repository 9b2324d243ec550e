package dev.crossfade.standalone.demo.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers differences, and how much was compared. Not thread-safe. */
final class Findings {
  private static final int KEPT = 1_000;

  private final List<Difference> first = new ArrayList<>();
  private long differences;
  private long records;
  private long columns;
  private long reads;

  void add(Difference difference) {
    differences++;
    if (first.size() < KEPT) {
      first.add(difference);
    }
  }

  void compare(
      String where,
      String tenant,
      String record,
      String field,
      @Nullable String expected,
      @Nullable String actual) {
    compare(new Place(where, tenant, record, field), expected, actual, false);
  }

  /** Where something is compared. */
  record Place(String where, String tenant, String record, String field) {}

  /** Compares; what is a secret is never shown. */
  void compare(Place place, @Nullable String expected, @Nullable String actual, boolean secret) {
    columns++;
    if (expected == null ? actual != null : !expected.equals(actual)) {
      add(
          new Difference(
              place.where(),
              place.tenant(),
              place.record(),
              place.field(),
              secret && expected != null ? "a secret" : expected,
              secret && actual != null ? "another secret" : actual));
    }
  }

  void records(long compared) {
    records += compared;
  }

  void read() {
    reads++;
  }

  Verdict verdict(long unsettled) {
    return new Verdict(records, columns, reads, unsettled, differences, first);
  }
}
