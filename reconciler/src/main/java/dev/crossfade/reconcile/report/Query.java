package dev.crossfade.reconcile.report;

import dev.crossfade.core.json.JsonRules;
import io.helidon.common.uri.UriQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query of a request: parameters that its route knows, each once, and no other. */
record Query(Map<String, String> values) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  /**
   * Reads it.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  static Query read(UriQuery query, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    for (String name : query.names()) {
      List<String> all = query.all(name);
      if (!known.contains(name) || all.size() != 1) {
        throw bad(
            known.isEmpty()
                ? "There are no parameters."
                : "The parameters are " + String.join(", ", new TreeSet<>(known)) + ", each once.");
      }
      if (JsonRules.checkText(all.getFirst()) != null) {
        throw bad("A parameter holds a character that cannot be stored.");
      }
      values.put(name, all.getFirst());
    }
    return new Query(Map.copyOf(values));
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  /** How many at most. */
  int limit() {
    String limit = values.get("limit");
    Long number = limit == null ? Long.valueOf(DEFAULT_LIMIT) : number(limit);
    if (number == null || number < 1 || number > MAX_LIMIT) {
      throw bad("limit is a number from 1 to " + MAX_LIMIT + ".");
    }
    return Math.toIntExact(number);
  }

  /** Behind which to go on; null for the beginning. */
  @Nullable Long after() {
    String after = values.get("after");
    Long number = after == null ? null : number(after);
    if (after != null && number == null) {
      throw bad("after is the next of the page before.");
    }
    return number;
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What is wrong with it, as an answer. */
  static RuntimeException bad(String detail) {
    return ReportProblem.BAD_QUERY.with(detail).exception();
  }
}
