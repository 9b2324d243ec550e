package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads where a domain's ids come from, and holds it against the schema. */
final class IdReader {
  private static final List<String> RULES = List.of("field", "key", "composite", "singleton");

  private final Section id;

  private IdReader(Section id) {
    this.id = id;
  }

  /** The rule, or null when a problem was told. */
  static @Nullable IdRule read(Section domain) {
    Section id =
        domain.requiredSection(
            "id", "where a record's id comes from, for example {field: id, scope: tenant}.");
    return id == null ? null : new IdReader(id).read();
  }

  private @Nullable IdRule read() {
    List<String> rules = RULES.stream().filter(id::has).toList();
    RULES.forEach(id::get);
    IdScope scope =
        DomainReader.choice(
            id,
            "scope",
            IdScope.values(),
            "tenant, if the same id on two devices means the same record, or source, if each device"
                + " counts for itself. There is no default, for a wrong guess mixes records up.");
    id.refuseUnknown();
    if (rules.isEmpty()) {
      id.problem(
          "field",
          "is missing: the member of the record that holds its id. Where none does, say key: true,"
              + " composite: [/a, /b] or singleton: true.");
      return null;
    }
    if (rules.size() > 1) {
      id.problem("must say exactly one of " + String.join(", ", RULES) + ".");
      return null;
    }
    return scope == null ? null : rule(rules.getFirst(), scope);
  }

  private @Nullable IdRule rule(String rule, IdScope scope) {
    return switch (rule) {
      case "field" -> {
        String field = id.requiredText("field", "the member of the record that holds its id.");
        yield field == null ? null : new IdRule.Field(field, scope);
      }
      case "composite" -> composite(scope);
      case "key" -> isTrue("key") ? key(scope) : null;
      default -> isTrue("singleton") ? new IdRule.Singleton(scope) : null;
    };
  }

  private @Nullable IdRule key(IdScope scope) {
    if (scope == IdScope.SOURCE) {
      // The log knows such a record by a derived id, and nothing in it would give the key back.
      id.problem(
          "scope",
          "cannot be source where the store's key is the id: the key would be lost. Add it to the"
              + " records and say field.");
      return null;
    }
    return new IdRule.Key(scope);
  }

  private boolean isTrue(String member) {
    JsonNode value = id.get(member);
    boolean yes = value != null && value.isBoolean() && value.booleanValue();
    if (!yes) {
      id.problem(member, "can only be true; leave it out where it does not hold.");
    }
    return yes;
  }

  private @Nullable IdRule composite(IdScope scope) {
    JsonNode list = id.get("composite");
    List<String> pointers = new ArrayList<>();
    if (list != null && list.isArray()) {
      list.forEach(entry -> pointers.add(entry.isString() ? entry.stringValue() : ""));
    }
    if (pointers.isEmpty() || pointers.stream().anyMatch(p -> FieldPath.parse(p) == null)) {
      id.problem("composite", "must be a list of ways to fields, like [/studentId, /date].");
      return null;
    }
    if (Set.copyOf(pointers).size() < pointers.size()) {
      id.problem("composite", "names a field twice.");
      return null;
    }
    return new IdRule.Composite(pointers, scope);
  }

  /** Where documents of this schema hold the id; what does not fit is told. */
  static DocumentIds resolve(IdRule rule, SchemaFields schema, Section domain) {
    List<DocumentIds.Part> parts = new ArrayList<>();
    switch (rule) {
      case IdRule.Field(String name, IdScope scope) -> {
        FieldPath path = FieldPath.of(name);
        parts.add(new DocumentIds.Part(path, form(path, schema, domain, "id.field")));
      }
      case IdRule.Composite(List<String> pointers, IdScope scope) -> {
        for (String pointer : pointers) {
          FieldPath path = FieldPath.parse(pointer);
          if (path != null) {
            parts.add(new DocumentIds.Part(path, form(path, schema, domain, "id.composite")));
            part(path, schema, domain);
          }
        }
      }
      case IdRule.Key key -> {}
      case IdRule.Singleton singleton -> {}
    }
    return new DocumentIds(rule, parts);
  }

  private static void part(FieldPath path, SchemaFields schema, Section domain) {
    if (schema.fault(path) != null) {
      return;
    }
    if (schema.types(path).isEmpty()) {
      domain.problem(
          "id.composite", "the schema must say that " + path + " is a string, or an integer.");
    }
    if (!schema.requires(path)) {
      domain.problem(
          "id.composite",
          "the schema does not require " + path + ", and without it a record has no id.");
    }
  }

  private static IdForm form(FieldPath path, SchemaFields schema, Section domain, String member) {
    String fault = schema.fault(path);
    if (fault != null) {
      domain.problem(member, fault);
      return IdForm.TEXT;
    }
    Set<String> types = schema.types(path);
    if (types.equals(IdForm.NUMBER.jsonTypes())) {
      return IdForm.NUMBER;
    }
    if (!types.isEmpty() && !types.equals(IdForm.TEXT.jsonTypes())) {
      domain.problem(
          member,
          "the schema says that "
              + path
              + " can be of type "
              + String.join(" or ", types)
              + "; an id is either always a string or always an integer.");
    }
    return IdForm.TEXT;
  }
}
