package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the counters of a domain against its schema and the domains that they count. */
final class CounterCheck {
  private static final Set<String> NUMBERS = Set.of("integer", "number");

  private final DomainSpec domain;
  private final Map<String, DomainSpec> domains;

  CounterCheck(DomainSpec domain, Map<String, DomainSpec> domains) {
    this.domain = domain;
    this.domains = domains;
  }

  void run() {
    domain.counters().forEach(this::check);
  }

  private void check(CounterSpec counter) {
    number(counter, domain, counter.field());
    DomainSpec counted = domains.get(counter.domain());
    if (counted == null) {
      counter
          .place()
          .problem(
              counter.sum() == null ? "count" : "of",
              "no domain \""
                  + counter.domain()
                  + "\""
                  + DidYouMean.hint(counter.domain(), domains.keySet()));
      return;
    }
    if (counter.sum() != null) {
      number(counter, counted, counter.sum());
    }
    List<String> references =
        counted.rows().stream()
            .flatMap(row -> row.columns().values().stream())
            .filter(spec -> spec instanceof ColumnSpec.Link link && refersHere(link))
            .map(spec -> ((ColumnSpec.Link) spec).path().pointer())
            .toList();
    String by = counter.by().pointer();
    if (!references.contains(by)) {
      counter
          .place()
          .problem(
              "by",
              by
                  + " of "
                  + counted.name()
                  + " is no reference to "
                  + domain.name()
                  + ", so it cannot be told whose records count"
                  + DidYouMean.hint(by, references));
    }
    counter.where().keySet().forEach(path -> exists(counter, counted, path));
  }

  private boolean refersHere(ColumnSpec.Link link) {
    return link.domain().equals(domain.name());
  }

  private static void number(CounterSpec counter, DomainSpec owner, FieldPath path) {
    Set<String> types = owner.schema().types(path);
    if (exists(counter, owner, path) && (types.isEmpty() || !NUMBERS.containsAll(types))) {
      counter
          .place()
          .problem(
              path
                  + " of "
                  + owner.name()
                  + " must be a number: say type: integer or type: number in its schema.");
    }
  }

  private static boolean exists(CounterSpec counter, DomainSpec owner, FieldPath path) {
    String fault = owner.schema().fault(path);
    if (fault != null) {
      counter.place().problem("of the domain " + owner.name() + ": " + fault);
    }
    return fault == null;
  }
}
