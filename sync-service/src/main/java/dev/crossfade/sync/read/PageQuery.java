package dev.crossfade.sync.read;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.JsonRules;
import io.helidon.common.uri.UriQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a page of records; anything in it that is not understood is refused. */
record PageQuery(int limit, @Nullable String after, List<Where> where) {
  static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_WHERE = 8;
  private static final String WHERE = "where.";
  private static final String SOURCE = "source";

  /** A field that must equal a value. */
  record Where(String field, String value) {}

  static PageQuery read(UriQuery query) {
    int limit = DEFAULT_LIMIT;
    String after = null;
    List<Where> where = new ArrayList<>();
    for (String name : query.names()) {
      List<String> values = query.all(name);
      if (values.size() != 1) {
        throw badQuery("Each parameter may stand there once, with a value.");
      }
      String value = values.getFirst();
      if (JsonRules.checkText(value) != null || JsonRules.checkText(name) != null) {
        throw badQuery("A parameter holds a character that cannot be stored.");
      }
      if (name.equals("limit")) {
        limit = limit(value);
      } else if (name.equals("after")) {
        after = value;
      } else if (name.startsWith(WHERE)) {
        where.add(new Where(name.substring(WHERE.length()), value));
      } else {
        throw badQuery("The parameters are limit, after and where.<field>.");
      }
    }
    if (where.size() > MAX_WHERE) {
      throw badQuery("At most " + MAX_WHERE + " conditions can be combined.");
    }
    return new PageQuery(limit, after, where);
  }

  /** The source by whose ids one record is asked for; null where it is by the id of its key. */
  static @Nullable String source(UriQuery query) {
    if (!query.contains(SOURCE)) {
      return null;
    }
    List<String> values = query.all(SOURCE);
    String source = values.size() == 1 ? values.getFirst() : "";
    String fault = Limits.checkSource(source);
    if (fault != null) {
      throw badQuery("source is the id of one source, and it " + fault + ".");
    }
    return source;
  }

  /** The limit of a list that has no other parameter. */
  static int limitOnly(UriQuery query) {
    for (String name : query.names()) {
      if (!name.equals("limit") || query.all(name).size() != 1) {
        throw badQuery("The only parameter is limit, once.");
      }
    }
    return query.contains("limit") ? limit(query.get("limit")) : DEFAULT_LIMIT;
  }

  static int limit(String value) {
    try {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw badQuery("limit is a number from 1 to " + MAX_LIMIT + ".");
  }

  static RuntimeException badQuery(String detail) {
    return ReadProblem.BAD_QUERY.with(detail).exception();
  }
}
