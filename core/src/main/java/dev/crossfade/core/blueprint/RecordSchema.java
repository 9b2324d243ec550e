package dev.crossfade.core.blueprint;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/** A JSON Schema (draft 2020-12), compiled. Immutable and thread-safe. */
final class RecordSchema {
  private static final int MAX_VIOLATIONS = 20;
  private static final int MAX_DETAIL = 200;

  private final Schema schema;

  private RecordSchema(Schema schema) {
    this.schema = schema;
  }

  /** What is wrong with a schema itself; empty when it can be compiled. */
  static List<Violation> check(JsonNode schema) {
    Schema metaSchema = registry().getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
    return validate(metaSchema, schema);
  }

  static RecordSchema compile(JsonNode schema) {
    Schema compiled = registry().getSchema(schema);
    compiled.initializeValidators();
    return new RecordSchema(compiled);
  }

  /** At most {@value #MAX_VIOLATIONS} violations; empty when the record keeps to the schema. */
  List<Violation> validate(JsonNode record) {
    return validate(schema, record);
  }

  private static List<Violation> validate(Schema schema, JsonNode value) {
    List<Error> errors;
    try {
      errors = schema.validate(value);
    } catch (JsonNodeException e) {
      // Where a whole number beyond 64 bits is spelled as a decimal, like 1e20, the library fails.
      try {
        errors = schema.validate(WholeNumber.spelledOut(value));
      } catch (JsonNodeException again) {
        return List.of(new Violation("", "has a number that is too large to be checked"));
      }
    }
    return errors.isEmpty() ? List.of() : violations(errors);
  }

  private static SchemaRegistry registry() {
    // Nothing of a message may depend on where a service runs.
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
  }

  private static List<Violation> violations(List<Error> errors) {
    return errors.stream().limit(MAX_VIOLATIONS).map(RecordSchema::violation).toList();
  }

  private static Violation violation(Error error) {
    return new Violation(error.getInstanceLocation().toString(), shortened(detail(error)));
  }

  private static String detail(Error error) {
    JsonNode rule = error.getSchemaNode();
    boolean format = "format".equals(error.getKeyword()) && rule != null && rule.isString();
    return format ? "is not of the format " + rule.stringValue() : error.getMessage();
  }

  /** A message can quote the name of a member, and so whatever a client sent as one. */
  private static String shortened(String detail) {
    if (detail.length() <= MAX_DETAIL) {
      return detail;
    }
    boolean pair = Character.isHighSurrogate(detail.charAt(MAX_DETAIL - 1));
    return detail.substring(0, pair ? MAX_DETAIL - 1 : MAX_DETAIL) + "…";
  }
}
