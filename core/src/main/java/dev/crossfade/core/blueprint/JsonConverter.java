package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Any JSON below a field. The text is canonical, so equal values give equal rows; {@code jsonb}
 * reads each of its numbers exactly.
 */
final class JsonConverter implements Converter {

  @Override
  public Object read(JsonNode value) {
    return CanonicalJson.text(value);
  }

  @Override
  public JsonNode write(Object value) {
    return Json.STORED.readTree((String) value);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of();
  }
}
