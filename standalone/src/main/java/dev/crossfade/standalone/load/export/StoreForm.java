package dev.crossfade.standalone.load.export;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.store.StoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of a browser's store, each with its raw string, where the blueprint says that records
 * lie. Holds all of them until the end: a browser could not hold more.
 */
final class StoreForm implements ExportForm {
  private final StoreWriter store;
  private final OutputStream out;

  StoreForm(Blueprint blueprint, OutputStream out) {
    this.store = new StoreWriter(blueprint);
    this.out = out;
  }

  @Override
  public void begin(String migration, @Nullable String tenant, @Nullable String position) {}

  @Override
  public void beginDomain(Domain domain) {}

  @Override
  public void write(Domain domain, String id, JsonNode data) {
    store.add(domain, id, (ObjectNode) data);
  }

  @Override
  public void endDomain(Domain domain) {}

  @Override
  public void end() throws IOException {
    out.write(Json.STORED.writeValueAsBytes(store.entries()));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
