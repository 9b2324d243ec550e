package dev.crossfade.ingest.snapshots;

import io.helidon.common.uri.UriQuery;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query, each of whose parameters stands there once. */
final class Parameters {
  private final UriQuery query;
  private final Fields fields;

  Parameters(UriQuery query, Fields fields) {
    this.query = query;
    this.fields = fields;
  }

  /** A misspelt parameter must not be left out in silence. */
  void refuseOthers(Set<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        fields.fault("", "has a parameter that is not for this request");
      }
    }
  }

  @Nullable String get(String name) {
    if (!query.contains(name)) {
      return null;
    }
    List<String> values = query.all(name);
    if (values.size() != 1) {
      fields.fault(name, "stands there twice, or without a value");
      return null;
    }
    return values.getFirst();
  }

  boolean flag(String name) {
    String value = get(name);
    boolean known = value == null || value.equals("true") || value.equals("false");
    if (!known) {
      fields.fault(name, "is neither true nor false");
    }
    return "true".equals(value);
  }
}
