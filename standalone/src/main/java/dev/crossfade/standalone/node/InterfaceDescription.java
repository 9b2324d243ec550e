package dev.crossfade.standalone.node;

import dev.crossfade.ingest.IngestService;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.reconcile.ReconcilerService;
import dev.crossfade.sync.SyncService;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The descriptions of all services' interfaces as one document, made when first asked for. */
final class InterfaceDescription {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(YAMLWriteFeature.MINIMIZE_QUOTES).build();

  private @Nullable String text;

  /** {@code GET /openapi.yaml}, open to all. */
  Route route() {
    return Route.get(
        "/openapi.yaml",
        Access.open(),
        (request, response, who) -> Responses.text(response, 200, "application/yaml", text()));
  }

  private synchronized String text() throws IOException {
    String known = text;
    if (known == null) {
      ObjectNode all = JsonNodeFactory.instance.objectNode();
      add(all, IngestService.class, "/openapi/ingest.yaml");
      add(all, SyncService.class, "/openapi/sync.yaml");
      add(all, ReconcilerService.class, "/openapi/reconciler.yaml");
      all.withObject("/info").put("title", "Crossfade, all services on one port");
      known = YAML.writeValueAsString(all);
      text = known;
    }
    return known;
  }

  private static void add(ObjectNode all, Class<?> service, String resource) throws IOException {
    try (InputStream in = service.getResourceAsStream(resource)) {
      if (in != null && YAML.readTree(in) instanceof ObjectNode document) {
        merge(all, document);
      }
    }
  }

  /** Adds what is not there yet; what both describe, such as health, the first one describes. */
  private static void merge(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      JsonNode there = into.get(entry.getKey());
      if (there == null) {
        into.set(entry.getKey(), entry.getValue());
      } else if (there instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode more) {
        merge(inner, more);
      }
    }
  }
}
