package dev.crossfade.core.types;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A blueprint's schemas as TypeScript. The same blueprint gives the same text. */
public final class TypeScript {
  private TypeScript() {}

  /**
   * One exported type a domain and one for each definition of its schema, and the interface {@code
   * Records}, which maps the domains' names to their types.
   */
  public static String of(Blueprint blueprint) {
    StringBuilder text = new StringBuilder();
    text.append(
        "// The records of the blueprint \"%s\", version %d. Made by: crossfade blueprint types\n"
            .formatted(blueprint.name(), blueprint.schemaVersion()));
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    for (JsonNode domain : blueprint.json().path("domains")) {
      schemas.put(domain.path("name").asString(), domain.path("schema"));
    }
    TypeNames names = new TypeNames();
    Map<String, String> types = new LinkedHashMap<>();
    for (Domain domain : blueprint.domains()) {
      types.put(domain.name(), names.ofDomain(domain.name()));
    }
    types.forEach(
        (domain, type) ->
            new Declarations(type, schemas.getOrDefault(domain, JsonNodes.ANY), names).write(text));
    text.append("\n/** The type of each domain's records. */\nexport interface Records {\n");
    types.forEach(
        (domain, type) -> text.append("  %s: %s;\n".formatted(TypeNames.member(domain), type)));
    return text.append("}\n\nexport type DomainName = keyof Records;\n").toString();
  }
}
