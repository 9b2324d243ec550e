package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A collection of records of one shape. Immutable and thread-safe. */
public final class Domain {
  private final String name;
  private final IdRule idRule;
  private final ConflictPolicy conflictPolicy;
  private final RecordSchema schema;
  private final Mapping mapping;

  Domain(
      String name,
      IdRule idRule,
      ConflictPolicy conflictPolicy,
      RecordSchema schema,
      Mapping mapping) {
    this.name = name;
    this.idRule = idRule;
    this.conflictPolicy = conflictPolicy;
    this.schema = schema;
    this.mapping = mapping;
  }

  public String name() {
    return name;
  }

  public IdRule idRule() {
    return idRule;
  }

  public ConflictPolicy conflictPolicy() {
    return conflictPolicy;
  }

  public Mapping mapping() {
    return mapping;
  }

  /** What in the record breaks the domain's JSON Schema: the first 20 violations at most. */
  public List<Violation> validate(JsonNode record) {
    return schema.validate(record);
  }

  /** The one spelling of an id: a UUID in lower case, any other id unchanged. */
  public String canonicalId(String id) {
    return RecordIds.canonical(id);
  }

  /**
   * Whether the captured document is kept beside the rows even where these give it back: where
   * merging or a person needs it, or where a reference can become null later.
   */
  public boolean keepsDocument() {
    boolean compares =
        switch (conflictPolicy) {
          case AUTO_MERGE, INTERACTIVE -> true;
          case AUTO_OVERWRITE, AUTO_SKIP -> false;
        };
    return compares || mapping.losesReferences();
  }

  /** The canonical id in a document, or empty where it holds none of 1 to 128 characters. */
  public Optional<String> idOf(Document document) {
    return switch (idRule) {
      case IdRule.Field(String field, IdScope scope) -> {
        JsonNode value = document.tree().get(field);
        yield value == null ? Optional.empty() : Optional.ofNullable(RecordIds.of(value));
      }
    };
  }

  /**
   * The id of the row that stands for the record: a legacy UUID as it is, else a UUID derived from
   * tenant, source (where ids have its scope), domain and id.
   */
  public UUID rowId(RecordKey key, String source) {
    return new RowIds(name, idRule.scope()).ofRecord(key.tenant(), key.id(), source);
  }

  @Override
  public String toString() {
    return name;
  }
}
