package dev.crossfade.standalone.load.export;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record a line, as the service takes them. */
final class LinesForm implements ExportForm {
  private final OutputStream out;
  private @Nullable String tenant;

  LinesForm(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(String migration, @Nullable String whose, @Nullable String position) {
    tenant = whose;
  }

  @Override
  public void beginDomain(Domain domain) {}

  @Override
  public void write(Domain domain, String id, JsonNode data) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    if (tenant != null) {
      line.put("tenant", tenant);
    }
    line.put("domain", domain.name());
    if (domain.idRule() instanceof IdRule.Key) {
      line.put("id", id);
    }
    line.set("data", data);
    out.write(Json.STORED.writeValueAsBytes(line));
    out.write('\n');
  }

  @Override
  public void endDomain(Domain domain) {}

  @Override
  public void end() {}

  @Override
  public void close() throws IOException {
    out.close();
  }
}
