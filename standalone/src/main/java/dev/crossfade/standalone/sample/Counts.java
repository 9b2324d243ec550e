package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Counter;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Fills in what records count of others.
 *
 * @param domains what counts first is filled last, since it may sum up what others count
 */
record Counts(Collection<DomainPlan> domains, List<SampleRecord> records) {
  void fill() {
    for (DomainPlan domain : List.copyOf(domains).reversed()) {
      for (Counter counter : domain.counters()) {
        fill(domain, counter);
      }
    }
  }

  private void fill(DomainPlan domain, Counter counter) {
    Map<List<String>, BigDecimal> totals = new HashMap<>();
    for (SampleRecord record : records) {
      JsonNode by = record.document().at(counter.by());
      if (record.domain().equals(counter.of()) && counts(counter, record) && by.isValueNode()) {
        JsonNode sum = counter.sum() == null ? null : record.document().at(counter.sum());
        BigDecimal one =
            sum == null ? BigDecimal.ONE : sum.isNumber() ? sum.decimalValue() : BigDecimal.ZERO;
        totals.merge(key(domain, record, by.asString()), one, BigDecimal::add);
      }
    }
    for (SampleRecord record : records) {
      if (record.domain().equals(domain.name())) {
        BigDecimal total = totals.getOrDefault(key(domain, record, record.id()), BigDecimal.ZERO);
        Places.set(
            record.document(),
            counter.field(),
            total.stripTrailingZeros().scale() <= 0
                ? JsonNodeFactory.instance.numberNode(total.longValueExact())
                : JsonNodeFactory.instance.numberNode(total));
      }
    }
  }

  private static List<String> key(DomainPlan domain, SampleRecord record, String id) {
    return List.of(domain.perSource() ? record.writer() : "", Ids.canonical(id));
  }

  private static boolean counts(Counter counter, SampleRecord record) {
    return counter.where().entrySet().stream()
        .allMatch(
            where ->
                record
                    .document()
                    .at(where.getKey())
                    .asString("")
                    .equals(where.getValue().asString("")));
  }
}
