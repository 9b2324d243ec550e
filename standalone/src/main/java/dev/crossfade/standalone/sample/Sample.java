package dev.crossfade.standalone.sample;

import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Tenants with records of every domain of a blueprint. They keep to the schemas, fit the columns,
 * refer to each other, and their counters are right. The same blueprint, seed and scale give the
 * same sample on every machine.
 *
 * @param levels how many levels of records there are
 */
public record Sample(List<SampleTenant> tenants, int levels) {
  /** Where a blueprint's folder says how much is made, and of what. */
  public static final String FILE = "sample.yaml";

  /** The sources of each tenant. */
  public static final List<String> SOURCES =
      List.of("browser-1", "browser-2", "browser-3", "old-backend");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int TENANTS = 3;

  public Sample {
    tenants = List.copyOf(tenants);
  }

  /**
   * A sample for the blueprint in a folder, which is taken to be sound.
   *
   * @param scale how many records for each of the full size; ten a domain at least, where the full
   *     size has them
   * @throws IOException when a file cannot be read
   * @throws IllegalArgumentException when {@code sample.yaml} is wrong, or a schema asks for what
   *     cannot be made up; the message says where, and the way out
   */
  public static Sample of(Path folder, long seed, double scale) throws IOException {
    ObjectNode blueprint = (ObjectNode) YAML.readTree(Files.readAllBytes(path(folder)));
    for (JsonNode domain : blueprint.path("domains")) {
      Path schema = folder.resolve(domain.path("schema").asString());
      ((ObjectNode) domain).set("schema", Json.MAPPER.readTree(Files.readAllBytes(schema)));
    }
    Path wishes = folder.resolve(FILE);
    return of(blueprint, Files.exists(wishes) ? Files.readString(wishes) : null, seed, scale);
  }

  private static Path path(Path folder) {
    return folder.resolve("blueprint.yaml");
  }

  /**
   * A sample for a blueprint in one piece, schemas inlined.
   *
   * @param wishes the text of {@code sample.yaml}; null for twenty records a domain
   * @throws IllegalArgumentException as above
   */
  public static Sample of(ObjectNode blueprint, @Nullable String wishes, long seed, double scale) {
    JsonNode told = wishes == null ? MissingNode.getInstance() : parse(wishes);
    List<DomainPlan> domains = new PlanReader(blueprint, told).read();
    int count = told.path("tenants").asInt(TENANTS);
    List<SampleTenant> tenants = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      String name = blueprint.path("name").asString() + "-" + i;
      tenants.add(new TenantMaker(domains, new Random(seed * count + i)).make(name, scale));
    }
    int levels = domains.stream().mapToInt(DomainPlan::level).max().orElse(0) + 1;
    return new Sample(tenants, levels);
  }

  private static JsonNode parse(String wishes) {
    try {
      return YAML.readTree(wishes);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          FILE + " cannot be parsed: " + e.getOriginalMessage() + ".", e);
    }
  }
}
