package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.history.WrittenEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Counts what counters say, over the records in their final forms. */
record CounterCheck(Plan plan, Findings findings) {
  static final String MISMATCH = "count_mismatch";

  void check(List<RecordExpectation> records) {
    for (CounterRule counter : plan.counters()) {
      check(counter, records.stream().filter(RecordExpectation::present).toList());
    }
  }

  private void check(CounterRule counter, List<RecordExpectation> present) {
    Map<List<String>, BigDecimal> totals = new HashMap<>();
    for (RecordExpectation record : present) {
      if (record.record().domain().equals(counter.of())) {
        add(counter, record, totals);
      }
    }
    for (RecordExpectation record : present) {
      if (record.record().domain().equals(counter.domain())) {
        JsonNode told = document(record).at(counter.field());
        List<String> key = key(counter, record, record.record().id());
        BigDecimal counted = totals.getOrDefault(key, BigDecimal.ZERO);
        String name = record.record().domain() + "/" + record.record().id();
        findings.compare(
            MISMATCH,
            record.tenant(),
            name,
            counter.field(),
            counted.stripTrailingZeros().toPlainString(),
            Form.NUMERIC.ofDocument(told));
      }
    }
  }

  private void add(
      CounterRule counter, RecordExpectation record, Map<List<String>, BigDecimal> totals) {
    JsonNode document = document(record);
    JsonNode by = Value.field(document, counter.by());
    if (by == null || !counter.counts(document)) {
      return;
    }
    String field = counter.sum();
    JsonNode summed = field == null ? null : Value.field(document, field);
    BigDecimal one = field == null ? BigDecimal.ONE : BigDecimal.ZERO;
    totals.merge(
        key(counter, record, by.asString()),
        summed == null ? one : summed.decimalValue(),
        BigDecimal::add);
  }

  private List<String> key(CounterRule counter, RecordExpectation record, String id) {
    String source = plan.domain(counter.domain()).perSource() ? last(record).source() : "";
    return List.of(record.tenant(), source, RowIds.canonical(id));
  }

  private static JsonNode document(RecordExpectation record) {
    return Form.parse(Objects.requireNonNull(last(record).data()));
  }

  private static WrittenEvent last(RecordExpectation record) {
    return Objects.requireNonNull(record.last());
  }
}
