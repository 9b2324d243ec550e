package dev.crossfade.standalone.load.export;

import dev.crossfade.core.blueprint.Domain;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One form of an export, written as the records come. */
interface ExportForm extends Closeable {
  /** Once, before the first domain. */
  void begin(String migration, @Nullable String tenant, @Nullable String position)
      throws IOException;

  void beginDomain(Domain domain) throws IOException;

  /**
   * A record of the domain that was begun.
   *
   * @param id of its key
   */
  void write(Domain domain, String id, JsonNode data) throws IOException;

  void endDomain(Domain domain) throws IOException;

  /** Once, behind the last domain. */
  void end() throws IOException;
}
