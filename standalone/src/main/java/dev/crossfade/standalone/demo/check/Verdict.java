package dev.crossfade.standalone.demo.check;

import java.util.List;

/**
 * What the check came to.
 *
 * @param records whose final form was compared
 * @param columns single values that were compared
 * @param reads documents compared through the read API
 * @param unsettled records with an event that was never answered: nobody can tell their final form
 * @param differences how many in all
 * @param first the first of them
 */
public record Verdict(
    long records,
    long columns,
    long reads,
    long unsettled,
    long differences,
    List<Difference> first) {
  public Verdict {
    first = List.copyOf(first);
  }

  /** Whether everything is as the history says. */
  public boolean passed() {
    return differences == 0;
  }
}
