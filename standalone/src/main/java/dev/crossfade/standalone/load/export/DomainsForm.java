package dev.crossfade.standalone.load.export;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.json.Json;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * One object with a list of records for each domain; with an object of them by id where the id is
 * the key of the store and stands in no record.
 */
final class DomainsForm implements ExportForm {
  private final JsonGenerator json;

  DomainsForm(OutputStream out) {
    this.json = Json.STORED.createGenerator(out);
  }

  @Override
  public void begin(String migration, @Nullable String tenant, @Nullable String position) {
    json.writeStartObject();
    json.writeStringProperty("migration", migration);
    if (tenant != null) {
      json.writeStringProperty("tenant", tenant);
    }
    if (position != null) {
      json.writeStringProperty("position", position);
    }
    json.writeObjectPropertyStart("domains");
  }

  private static boolean byId(Domain domain) {
    return domain.idRule() instanceof IdRule.Key;
  }

  @Override
  public void beginDomain(Domain domain) {
    if (byId(domain)) {
      json.writeObjectPropertyStart(domain.name());
    } else {
      json.writeArrayPropertyStart(domain.name());
    }
  }

  @Override
  public void write(Domain domain, String id, JsonNode data) {
    json.writeRaw('\n');
    if (byId(domain)) {
      json.writeName(id);
    }
    json.writeTree(data);
  }

  @Override
  public void endDomain(Domain domain) {
    if (byId(domain)) {
      json.writeEndObject();
    } else {
      json.writeEndArray();
    }
  }

  @Override
  public void end() {
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() {
    json.close();
  }
}
