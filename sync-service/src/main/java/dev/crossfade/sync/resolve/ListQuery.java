package dev.crossfade.sync.resolve;

import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.read.ReadProblem;
import io.helidon.common.uri.UriQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a list: {@code limit}, {@code after}, and filters that its route knows. */
public final class ListQuery {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";

  private final Map<String, String> values;
  private final int limit;
  private final @Nullable Position after;

  private ListQuery(Map<String, String> values, int limit, @Nullable Position after) {
    this.values = values;
    this.limit = limit;
    this.after = after;
  }

  /**
   * Reads it.
   *
   * @param filters the parameters there may be besides
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  public static ListQuery read(UriQuery query, Set<String> filters) {
    Map<String, String> values = new HashMap<>();
    for (String name : query.names()) {
      List<String> all = query.all(name);
      if (!filters.contains(name) && !name.equals(LIMIT) && !name.equals(AFTER)) {
        throw bad("The parameters are limit, after, " + String.join(", ", filters) + ".");
      }
      if (all.size() != 1 || JsonRules.checkText(all.getFirst()) != null) {
        throw bad("Each parameter may stand there once, with a value that can be stored.");
      }
      values.put(name, all.getFirst());
    }
    String text = values.remove(AFTER);
    Position after = text == null ? null : Position.parse(text);
    if (text != null && after == null) {
      throw bad("after is the next of the page before.");
    }
    return new ListQuery(values, limit(values.remove(LIMIT)), after);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad("limit is a number from 1 to " + MAX_LIMIT + ".");
  }

  /** The most entries of the page. */
  public int limit() {
    return limit;
  }

  /** The entry behind which the page begins; null for the first. */
  public @Nullable Position after() {
    return after;
  }

  /** A filter's value; null where it is not asked for. */
  public @Nullable String filter(String name) {
    return values.get(name);
  }

  /** What is wrong with a query, as an answer. */
  public static RuntimeException bad(String detail) {
    return ReadProblem.BAD_QUERY.with(detail).exception();
  }
}
