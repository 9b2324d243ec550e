package dev.crossfade.ingest.client;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.Limits;
import dev.crossfade.ingest.admit.Refusal;
import io.helidon.common.parameters.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which device asks.
 *
 * @param schemaVersion of the records that it writes; null: it does not say. A device may be ahead
 *     of the blueprint as well as behind it, and both must learn where to read
 */
record DeviceQuery(String source, @Nullable Integer schemaVersion) {
  /**
   * Reads {@code source} and {@code schemaVersion}; what else there is means nothing here.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-query}
   */
  static DeviceQuery read(Parameters query) {
    String source = one(query, "source");
    if (source == null) {
      throw bad("source is missing: which device asks.");
    }
    String fault = Limits.checkSource(source);
    if (fault != null) {
      throw bad("source " + fault + ".");
    }
    String text = one(query, "schemaVersion");
    Integer version = text == null ? null : Attributes.parseSchemaVersion(text);
    if (text != null && version == null) {
      throw bad("schemaVersion is a whole number from 1.");
    }
    return new DeviceQuery(source, version);
  }

  private static @Nullable String one(Parameters query, String name) {
    if (!query.contains(name)) {
      return null;
    }
    List<String> all = query.all(name);
    if (all.size() != 1) {
      throw bad(name + " stands more than once.");
    }
    return all.getFirst();
  }

  private static RuntimeException bad(String detail) {
    return Refusal.BAD_QUERY.problem(detail).exception();
  }
}
