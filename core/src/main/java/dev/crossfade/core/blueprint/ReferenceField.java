package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A field whose value names a record of a domain. Immutable and thread-safe. */
public final class ReferenceField {
  private final @Nullable FieldPath each;
  private final FieldPath path;
  private final String domain;
  private final Missing missing;
  private final boolean required;

  /**
   * @param each the array whose elements have the field; null where the record itself has it
   */
  ReferenceField(
      @Nullable FieldPath each, FieldPath path, String domain, Missing missing, boolean required) {
    this.each = each;
    this.path = path;
    this.domain = domain;
    this.missing = missing;
    this.required = required;
  }

  /** Where documents hold it; {@code *} stands for the elements of an array. */
  public String pointer() {
    return each == null ? path.pointer() : each.pointer() + "/*" + path.pointer();
  }

  /** The domain of the record that it names. */
  public String domain() {
    return domain;
  }

  /** What becomes of a reference to a record that is not there. */
  public Missing missing() {
    return missing;
  }

  /**
   * Whether the field must name a record: the schema requires it, or its column may not be null
   * after the move. A schema can require a field and allow null all the same.
   */
  public boolean required() {
    return required;
  }

  /** Where a document has null or nothing in the place of this field: RFC 6901. */
  public List<String> gaps(ObjectNode document) {
    List<String> gaps = new ArrayList<>(0);
    if (each == null) {
      gap(document, "", gaps);
      return gaps;
    }
    JsonNode array = each.find(document);
    for (int i = 0; array != null && array.isArray() && i < array.size(); i++) {
      if (array.get(i) instanceof ObjectNode element) {
        gap(element, each.pointer() + "/" + i, gaps);
      }
    }
    return gaps;
  }

  private void gap(ObjectNode object, String place, List<String> gaps) {
    JsonNode value = path.find(object);
    if (value == null || value.isNull()) {
      gaps.add(place + path.pointer());
    }
  }

  @Override
  public String toString() {
    return pointer() + " → " + domain;
  }
}
