package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.propose.Doubts.Trust;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Makes the draft of one domain. */
final class DomainGuess {
  private static final TypeGuess ANY = new TypeGuess("jsonb", null, null);

  private final DomainDraft.Source source;
  private final @Nullable KnownTable known;
  private final Doubts doubts;
  private final ReferenceGuess references;
  private final Set<String> taken = new HashSet<>();

  DomainGuess(
      DomainDraft.Source source,
      @Nullable KnownTable known,
      Doubts doubts,
      ReferenceGuess references) {
    this.source = source;
    this.known = known;
    this.doubts = doubts;
    this.references = references;
  }

  /**
   * @param schema where a new table goes
   */
  DomainDraft draft(String schema) {
    String key = known == null ? "id" : known.key().getLast();
    String table =
        known == null ? schema + "." + source.name() : known.schema() + "." + known.name();
    taken.add(key);
    taken.add(known == null || known.key().size() == 1 ? "tenant" : known.key().getFirst());
    List<ColumnDraft> columns = new ArrayList<>();
    for (Leaf leaf : new Leaves(source.profile(), source.id().field()).all()) {
      columns.add(column(leaf));
    }
    return new DomainDraft(source, table, key, known, columns, DomainDraft.schema(source, columns));
  }

  private ColumnDraft column(Leaf leaf) {
    Trust trust = doubts.of(source.name(), leaf);
    ReferenceGuess.Reference reference =
        trust == Trust.FULL ? references.of(source.name(), leaf, source.found().records()) : null;
    if (reference != null) {
      TypeGuess uuid = new TypeGuess("uuid", null, null);
      ObjectNode schema = SchemaGuess.types(leaf.profile(), uuid);
      return named(leaf, uuid, reference.spec(), schema, reference.note());
    }
    TypeGuess type = trust == Trust.FULL ? type(leaf) : ANY;
    JsonNode schema =
        switch (trust) {
          case FULL -> SchemaGuess.of(leaf, type);
          case TYPES -> SchemaGuess.types(leaf.profile(), type);
          case NONE -> Json.MAPPER.createObjectNode();
        };
    List<String> notes = new ArrayList<>();
    ObjectNode spec = Json.MAPPER.createObjectNode().put("from", leaf.pointer());
    if (type.format() != null) {
      spec.put("format", type.format());
    }
    if (type.type().startsWith("text")
        && !type.type().endsWith("[]")
        && TypeGuess.isSecret(leaf.name())) {
      spec.put("secret", true);
      notes.add("a secret, by its name");
    }
    if (schema.has("enum")) {
      notes.add("other values than those seen are refused: see the schema");
    }
    if (type.note() != null) {
      notes.add(type.note());
    }
    if (trust != Trust.FULL) {
      notes.add("of no type that all values keep to");
    }
    JsonNode written = spec.size() == 1 ? StringNode.valueOf(leaf.pointer()) : spec;
    return named(leaf, type, written, schema, notes.isEmpty() ? null : String.join("; ", notes));
  }

  /** A time that is a part of the id must come back as it is spelled, for so is the id. */
  private TypeGuess type(Leaf leaf) {
    TypeGuess type = TypeGuess.of(leaf.name(), leaf.profile());
    boolean respelled =
        type.type().equals("time") || (type.type().equals("timestamptz") && type.format() == null);
    return respelled && leaf.steps().size() == 1 && source.id().isMadeOf(leaf.name())
        ? new TypeGuess("text", null, "a part of the id: kept as it is spelled")
        : type;
  }

  private ColumnDraft named(
      Leaf leaf, TypeGuess type, JsonNode spec, JsonNode schema, @Nullable String note) {
    String name = leaf.columnName();
    if (spec.has("reference") && !name.endsWith("_id")) {
      name = name + "_id";
    }
    Optional<Map.Entry<String, String>> there =
        known == null
            ? Optional.empty()
            : known
                .columnFor(name, type.type(), leaf.profile().longest())
                .filter(column -> !taken.contains(column.getKey()));
    String column = there.map(Map.Entry::getKey).orElse(name);
    if (there.isEmpty()) {
      column =
          Words.free(
              name,
              each -> taken.contains(each) || (known != null && known.columns().containsKey(each)));
    }
    taken.add(column);
    return new ColumnDraft(
        leaf, column, there.map(Map.Entry::getValue).orElse(type.type()), spec, schema, note);
  }
}
