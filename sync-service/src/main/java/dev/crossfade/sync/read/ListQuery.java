package dev.crossfade.sync.read;

import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.log.Position;
import io.helidon.common.uri.UriQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query of a list that is read page by page; anything in it that is not understood is refused.
 *
 * @param limit the most entries
 * @param after behind which to go on
 * @param others the values of the list's own parameters
 */
public record ListQuery(int limit, @Nullable String after, Map<String, String> others) {
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";

  /**
   * Reads {@code limit}, {@code after} and the parameters of these names, each once at most.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  public static ListQuery read(UriQuery query, Set<String> own) {
    Set<String> known = new TreeSet<>(own);
    known.add(LIMIT);
    known.add(AFTER);
    Map<String, String> values = new HashMap<>();
    for (String name : query.names()) {
      List<String> all = query.all(name);
      if (!known.contains(name) || all.size() != 1) {
        throw PageQuery.badQuery(
            "The parameters are " + String.join(", ", known) + ", each once and with a value.");
      }
      if (JsonRules.checkText(all.getFirst()) != null) {
        throw PageQuery.badQuery("A parameter holds a character that cannot be stored.");
      }
      values.put(name, all.getFirst());
    }
    String limit = values.remove(LIMIT);
    String after = values.remove(AFTER);
    return new ListQuery(
        limit == null ? PageQuery.DEFAULT_LIMIT : PageQuery.limit(limit), after, values);
  }

  /** The value of one of the list's own parameters; null where it is not asked for. */
  public @Nullable String filter(String name) {
    return others.get(name);
  }

  /**
   * {@code after}, of a list whose entries are named by their positions.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  public @Nullable Position afterPosition() {
    Position position = after == null ? null : Position.parse(after);
    if (after != null && position == null) {
      throw bad("after is the next of the page before.");
    }
    return position;
  }

  /** What is wrong with a query, as an answer. */
  public static RuntimeException bad(String detail) {
    return PageQuery.badQuery(detail);
  }
}
