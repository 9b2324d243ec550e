package dev.crossfade.sync.read;

import dev.crossfade.core.event.Limits;
import io.helidon.common.uri.UriQuery;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a record's story.
 *
 * @param limit the most events: each is read from the log
 * @param before the position before which they lie; null: the newest
 * @param tenant that an operator names
 * @param source by whose ids the record is asked for; null: by the id of its key
 */
public record HistoryQuery(
    int limit, @Nullable String before, @Nullable String tenant, @Nullable String source) {
  private static final int MAX_LIMIT = 200;

  /**
   * Reads it.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  public static HistoryQuery read(UriQuery query) {
    ListQuery list = ListQuery.read(query, Set.of("before", "tenant", "source"));
    if (list.after() != null || list.limit() > MAX_LIMIT) {
      throw PageQuery.badQuery(
          "The parameters are limit, " + MAX_LIMIT + " at most, before, tenant and source.");
    }
    String source = list.others().get("source");
    if (source != null && Limits.checkSource(source) != null) {
      throw PageQuery.badQuery("source is the id of one source.");
    }
    return new HistoryQuery(
        list.limit(), list.others().get("before"), list.others().get("tenant"), source);
  }
}
