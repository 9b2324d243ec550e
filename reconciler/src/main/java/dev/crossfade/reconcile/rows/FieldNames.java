package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Mapping;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.reconcile.compare.FieldDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes of columns that differ the fields of the record, each with its value on both sides in the
 * legacy shape. A column that comes from no field is named in brackets. For one record.
 */
final class FieldNames {
  private static final JsonNode SECRET = StringNode.valueOf("(secret)");

  private final Mapping mapping;
  private final ObjectNode expected;
  private final @Nullable ObjectNode actual;
  private final boolean values;
  private final List<Pattern> secrets;
  private final Set<String> secretPointers;
  private final Map<String, FieldDifference> found = new LinkedHashMap<>();

  /**
   * @param expected the document as it should be
   * @param actual as the rows give it; null where one of them is missing
   * @param values whether these may show
   */
  FieldNames(Mapping mapping, ObjectNode expected, @Nullable ObjectNode actual, boolean values) {
    this.mapping = mapping;
    this.expected = expected;
    this.actual = actual;
    this.values = values;
    this.secretPointers = mapping.secrets();
    this.secrets =
        secretPointers.stream()
            .map(
                pointer ->
                    Pattern.compile("\\Q" + pointer.replace("*", "\\E[^/]*\\Q") + "\\E(/.*)?"))
            .toList();
  }

  /**
   * Takes in a row that is not as it should be.
   *
   * @param element its place in its array; -1 where it is of none
   */
  void row(Table table, int element, StagedTable.Differing row) {
    List<Integer> columns = row.columns();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      if (columns == null ? !table.keyColumns().contains(column) : columns.contains(i)) {
        column(table, i, element, row);
      }
    }
  }

  private void column(Table table, int column, int element, StagedTable.Differing row) {
    String name = table.columns().get(column).name();
    JsonNode should = row.expected().get(name);
    JsonNode is = row.actual() == null ? null : row.actual().get(name);
    if (row.columns() == null && (should == null || should.isNull())) {
      return;
    }
    List<String> fields = mapping.fields(table, column);
    boolean any = false;
    for (String form : fields) {
      String field = element < 0 ? form : form.replaceFirst("\\*", Integer.toString(element));
      any |= compare(field, at(expected, field), at(actual, field));
    }
    if (!any) {
      // The rows give the same document all the same: only the column tells.
      String field =
          fields.isEmpty()
              ? "(" + table.qualifiedName() + "." + name + ")"
              : fields.getFirst().replaceFirst("\\*", Integer.toString(Math.max(0, element)));
      put(field, should, is, false);
    }
  }

  /** Takes in that an array has rows that it should not have. */
  void elements(Table table) {
    Set<String> arrays = new LinkedHashSet<>();
    for (int i = 0; i < table.columns().size(); i++) {
      for (String field : mapping.fields(table, i)) {
        arrays.add(field.substring(0, field.indexOf("/*")));
      }
    }
    boolean any = false;
    for (String array : arrays) {
      any |= compare(array, at(expected, array), at(actual, array));
    }
    if (!any) {
      put("(" + table.qualifiedName() + ")", null, null, false);
    }
  }

  private static @Nullable JsonNode at(@Nullable ObjectNode document, String pointer) {
    if (document == null) {
      return null;
    }
    JsonNode found = document.at(JsonPointer.compile(pointer));
    return found.isMissingNode() ? null : found;
  }

  /** As deep as both sides are objects; whether anything differs. */
  private boolean compare(String field, @Nullable JsonNode should, @Nullable JsonNode is) {
    if (should instanceof ObjectNode one && is instanceof ObjectNode other) {
      Set<String> members = new LinkedHashSet<>(one.propertyNames());
      members.addAll(other.propertyNames());
      boolean any = false;
      for (String member : members) {
        String name = member.replace("~", "~0").replace("/", "~1");
        any |= compare(field + "/" + name, one.get(member), other.get(member));
      }
      return any;
    }
    boolean same = should == null || is == null ? should == is : CanonicalJson.equal(should, is);
    if (!same) {
      put(field, should, is, true);
    }
    return !same;
  }

  private void put(
      String field, @Nullable JsonNode should, @Nullable JsonNode is, boolean fromDocument) {
    boolean secret = isSecret(field);
    FieldDifference difference =
        secret
            ? new FieldDifference(field, SECRET, SECRET)
            : new FieldDifference(field, values ? should : null, values ? is : null);
    if (fromDocument) {
      found.put(field, difference);
    } else {
      found.putIfAbsent(field, difference);
    }
  }

  /** Itself, within one, or around one. */
  private boolean isSecret(String field) {
    String form = field.replaceAll("/\\d+(?=/|$)", "/*");
    return secrets.stream().anyMatch(secret -> secret.matcher(field).matches())
        || secretPointers.stream().anyMatch(secret -> secret.startsWith(form + "/"));
  }

  List<FieldDifference> differences() {
    return new ArrayList<>(found.values());
  }
}
