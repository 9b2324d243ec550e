package dev.crossfade.core.blueprint;

import dev.crossfade.core.blueprint.Converter.Refusal;
import dev.crossfade.core.json.JsonRules.Violation;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The filling of one record's rows. Lives for one call. */
final class Filling {
  static final String NO_OBJECT = "lies within something that is not an object";

  private final RecordContext context;
  private final ObjectNode document;
  private final UUID[] ids;
  private final @Nullable Element element;
  private final List<Violation> violations = new ArrayList<>(0);
  private boolean exact = true;

  /**
   * @param ids the id of each row of the record
   */
  Filling(RecordContext context, ObjectNode document, UUID[] ids) {
    this(context, document, ids, null);
  }

  private Filling(
      RecordContext context, ObjectNode document, UUID[] ids, @Nullable Element element) {
    this.context = context;
    this.document = document;
    this.ids = ids;
    this.element = element;
  }

  /** An array's element, its place and the id of its row. */
  record Element(JsonNode value, int place, UUID id) {}

  /** A filling for one element: what is a field of the document here is one of the element. */
  static Filling of(RecordContext context, UUID[] ids, Element element) {
    ObjectNode fields =
        element.value() instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode();
    return new Filling(context, fields, ids, element);
  }

  List<Violation> violations() {
    return violations;
  }

  /** Whether all fields filled so far come back as they were. */
  boolean exact() {
    return exact;
  }

  Row row(MappedRow mapped) {
    List<Filler> fillers = mapped.fillers();
    @Nullable Object[] values = new @Nullable Object[fillers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(fillers.get(i));
    }
    return new Row(mapped.table(), values);
  }

  private @Nullable Object value(Filler filler) {
    return switch (filler) {
      case Filler.Tenant() -> context.key().tenant();
      case Filler.Constant(Object value) -> value;
      case Filler.Time() -> time();
      case Filler.Empty() -> null;
      case Filler.RowId(int row) -> ids[row];
      case Filler.ElementId() -> element().id();
      case Filler.ElementIndex() -> element().place();
      case Filler.ElementValue(Converter converter) -> elementValue(converter);
      case Filler.Field field -> field(field);
      case Filler.Link link -> link(link);
    };
  }

  private OffsetDateTime time() {
    return context.time().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  private Element element() {
    return Objects.requireNonNull(element, "the blueprint's checks keep these to arrays");
  }

  private @Nullable Object elementValue(Converter converter) {
    JsonNode node = element().value();
    if (node.isNull()) {
      return null;
    }
    Object value = converter.read(node);
    if (value instanceof Refusal(String detail)) {
      violations.add(new Violation("", detail));
      return null;
    }
    exact &= converter.exact(node, value);
    return value;
  }

  private @Nullable Object field(Filler.Field field) {
    JsonNode node = field.path().find(document);
    if (node == null || node.isNull()) {
      Filler.Given absent = field.absent();
      if (field.back() && (absent != null || node != null)) {
        exact = false;
      }
      return absent == null ? null : value(absent);
    }
    if (node.isMissingNode()) {
      return refuse(field.path(), NO_OBJECT);
    }
    Object value = field.converter().read(node);
    if (value instanceof Refusal(String detail)) {
      return refuse(field.path(), detail);
    }
    if (field.back() && exact) {
      exact = field.converter().exact(node, value);
    }
    return value;
  }

  private @Nullable Object link(Filler.Link link) {
    JsonNode node = link.path().find(document);
    if (node == null || node.isNull()) {
      if (link.back() && node != null) {
        exact = false;
      }
      return null;
    }
    RowIds target = link.target();
    String id = target.form().read(node);
    if (id == null) {
      return refuse(link.path(), node.isMissingNode() ? NO_OBJECT : target.form().noId());
    }
    if (link.back() && !target.form().exact(node, id)) {
      exact = false;
    }
    String tenant = context.key().tenant();
    return target.ofRecord(tenant, target.ofKey(tenant, context.source(), id));
  }

  private @Nullable Object refuse(FieldPath path, String detail) {
    violations.add(new Violation(path.pointer(), detail));
    return null;
  }
}
