package dev.crossfade.core.blueprint;

import dev.crossfade.core.blueprint.Converter.Refusal;
import dev.crossfade.core.json.JsonRules.Violation;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Named, String> names = new HashMap<>(0);
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

  /** A record that is referred to. */
  private record Named(String domain, UUID rowId) {}

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
      case Filler.Field field -> field.back() ? field(field, document) : null;
      case Filler.Link link -> link.back() ? link(link, document) : null;
      case Filler.Members(List<Filler.Member> members) -> object(members);
      case Filler.Piece piece -> piece(piece);
      case Filler.Joined joined -> joined(joined);
    };
  }

  /**
   * The value of a column that the way back does not read.
   *
   * @param seen the document as it will come back: so a copy says the same when it is made again
   */
  @Nullable Object copy(Filler filler, ObjectNode seen) {
    return switch (filler) {
      case Filler.Field field -> field(field, seen);
      case Filler.Link link -> link(link, seen);
      case Filler.Given given -> value(given);
      case Filler.Members members -> value(members);
      case Filler.Piece piece -> value(piece);
      case Filler.Joined joined -> value(joined);
      case Filler.ElementValue element -> value(element);
    };
  }

  /** The ids behind the row ids that were filled in so far. */
  ReferenceNames names() {
    return (domain, rowId) -> Objects.requireNonNull(names.get(new Named(domain, rowId)));
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

  private @Nullable Object field(Filler.Field field, ObjectNode from) {
    JsonNode node = field.path().find(from);
    if (node == null || node.isNull()) {
      Filler.Given absent = field.absent();
      if (field.back() && (absent != null || node != null)) {
        exact = false;
      }
      return absent == null ? null : standIn(field, absent);
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

  /** The time of an event can be finer than what the field comes back as. */
  private @Nullable Object standIn(Filler.Field field, Filler.Given absent) {
    Object value = value(absent);
    return absent instanceof Filler.Time && field.back() && value != null
        ? field.converter().read(field.converter().write(value))
        : value;
  }

  private @Nullable Object link(Filler.Link link, ObjectNode from) {
    JsonNode node = link.path().find(from);
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
    UUID rowId = target.ofRecord(tenant, target.ofKey(tenant, context.source(), id));
    names.put(new Named(target.domain(), rowId), id);
    return rowId;
  }

  /** Null members stay, so that they come back. */
  private @Nullable Object object(List<Filler.Member> members) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Filler.Member member : members) {
      JsonNode node = member.path().find(document);
      if (node != null && node.isMissingNode()) {
        refuse(member.path(), NO_OBJECT);
      } else if (node != null) {
        object.set(member.name(), node);
      }
    }
    return object.isEmpty() ? null : new JsonConverter().read(object);
  }

  private @Nullable Object piece(Filler.Piece piece) {
    String text = text(piece.path());
    if (text == null) {
      return null;
    }
    List<String> parts = piece.template().split(text);
    if (parts == null) {
      return piece.index() == 0 ? fitting(piece.path(), text, piece.converter()) : null;
    }
    return fitting(piece.path(), parts.get(piece.index()), piece.converter());
  }

  private @Nullable Object joined(Filler.Joined joined) {
    List<@Nullable String> texts = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (FieldPath path : joined.paths()) {
      String text = text(path);
      texts.add(text);
      parts.add(text == null ? "" : text);
    }
    if (texts.stream().allMatch(Objects::isNull)) {
      return null;
    }
    String whole = joined.template().join(parts);
    if (!texts.equals(joined.template().split(whole))) {
      exact = false;
    }
    return fitting(joined.paths().getFirst(), whole, joined.converter());
  }

  /** The text of a field; null where there is none, or something else, which is told. */
  private @Nullable String text(FieldPath path) {
    JsonNode node = path.find(document);
    if (node == null) {
      return null;
    }
    if (node.isNull()) {
      exact = false;
      return null;
    }
    if (!node.isString()) {
      refuse(path, node.isMissingNode() ? NO_OBJECT : "is not a string");
      return null;
    }
    return node.stringValue();
  }

  private @Nullable Object fitting(FieldPath path, String text, TextConverter converter) {
    String fits = converter.fit(text);
    return fits == null ? refuse(path, converter.tooLong().detail()) : fits;
  }

  private @Nullable Object refuse(FieldPath path, String detail) {
    violations.add(new Violation(path.pointer(), detail));
    return null;
  }
}
