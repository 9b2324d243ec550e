package dev.crossfade.core.blueprint;

import java.util.List;

/** What is known of a domain's fields from how they are mapped. */
record FieldFacts(List<ReferenceField> references, List<TimeField> times) {
  FieldFacts {
    references = List.copyOf(references);
    times = List.copyOf(times);
  }
}
