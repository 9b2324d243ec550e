package dev.crossfade.standalone.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load says of itself.
 *
 * @param source whose records they are
 * @param sequence the last number that the source had assigned; null for a source without
 * @param asOf what the log was known to have reached before the records were read: null where
 *     nobody knows, or where the opening says it
 * @param readAfterOpening whether the records are read after the snapshot was opened, so that its
 *     {@code asOf} is theirs
 * @param schemaVersion of the records; null for the present one
 * @param batch the most lines of a request
 * @param dryRun nothing is kept
 */
public record LoadSettings(
    String source,
    @Nullable Long sequence,
    @Nullable String asOf,
    boolean readAfterOpening,
    @Nullable Integer schemaVersion,
    int batch,
    boolean dryRun) {

  /** What each request says. */
  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("source", source);
    if (sequence != null) {
      query.put("sequence", sequence.toString());
    }
    if (schemaVersion != null) {
      query.put("schemaVersion", schemaVersion.toString());
    }
    if (dryRun) {
      query.put("dryRun", "true");
    }
    return query;
  }
}
