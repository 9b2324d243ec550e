package dev.crossfade.reconcile.snapshot;

import dev.crossfade.core.json.Document;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Of which domains a snapshot says all that its source holds. Only there something that it does not
 * have is not in the store: of a domain without any record nobody can tell whether the store has
 * lost them or the snapshot left them out, and what was rejected may be any of them.
 */
public final class ToldDomains {
  private ToldDomains() {}

  /**
   * Reads it from the audit at a snapshot's end.
   *
   * @return the names of the domains
   */
  public static Set<String> of(Document audit) {
    JsonNode tree = audit.tree();
    Set<String> told = new TreeSet<>();
    if (tree.path("unreadable").asLong(0) == 0) {
      tree.path("domains")
          .forEachEntry(
              (domain, counts) -> {
                boolean some = counts.path("mapped").asLong(0) > 0;
                if (some && counts.path("rejected").asLong(-1) == 0) {
                  told.add(domain);
                }
              });
    }
    return told;
  }
}
