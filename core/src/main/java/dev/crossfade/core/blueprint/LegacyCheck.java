package dev.crossfade.core.blueprint;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that the places in the legacy store do not contradict each other. */
final class LegacyCheck {
  private final Map<Spot, String> owners = new HashMap<>();
  private final Map<String, List<String>> envelopes = new HashMap<>();

  /** Where a collection begins. */
  private record Spot(String key, String at) {}

  void run(Collection<DomainSpec> domains) {
    for (DomainSpec domain : domains) {
      for (LegacyEntry entry : domain.legacy()) {
        check(domain.name(), entry.place(), entry.section());
      }
    }
  }

  private void check(String domain, LegacyPlace place, Section section) {
    String owner = owners.putIfAbsent(new Spot(place.key(), place.at()), domain);
    String where = place.at().isEmpty() ? "the whole of " : place.at() + " in ";
    if (owner != null) {
      section.problem(
          (place.at().isEmpty() ? "key" : "at"),
          owner.equals(domain)
              ? "names " + where + place.key() + " a second time."
              : where
                  + place.key()
                  + " holds the records of "
                  + owner
                  + " already: each place has one domain.");
    }
    List<String> other = envelopes.putIfAbsent(place.key(), place.envelope());
    if (other != null && !other.equals(place.envelope())) {
      section.problem(
          "envelope",
          "is "
              + place.envelope()
              + ", but "
              + other
              + " where the same key is named before: one key has one envelope.");
    }
  }
}
