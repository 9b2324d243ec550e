package dev.crossfade.standalone.demo.check;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Where a column's value comes from. */
sealed interface Value {
  /** What the column must have; null where it must be null. */
  @Nullable JsonNode of(Subject subject);

  /** The field at a pointer; null where it is absent or null. */
  static @Nullable JsonNode field(JsonNode in, String pointer) {
    JsonNode value = in.at(pointer);
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  private static JsonNode literal(JsonNode told, Subject subject) {
    return told.asString("").equals("$time") ? StringNode.valueOf(subject.time()) : told;
  }

  /**
   * A field, read as the column's form says.
   *
   * @param form the blueprint's own words for it
   * @param length at which a text is cut
   */
  record At(String pointer, JsonNode form, int length) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      JsonNode value = field(subject.at(), pointer);
      if (value == null) {
        JsonNode otherwise = form.get("default");
        return otherwise == null ? null : cut(literal(otherwise, subject));
      }
      if (form.has("map")) {
        JsonNode known = form.path("map").get(word(value));
        return known == null ? form.path("else") : known;
      }
      return cut(form.has("format") ? time(value) : value);
    }

    /** A time of an event can be finer than the field. */
    private JsonNode cut(JsonNode value) {
      if (form.path("format").asString("").equals("epoch-seconds")) {
        Instant time = Instant.parse(value.stringValue());
        return StringNode.valueOf(time.truncatedTo(ChronoUnit.SECONDS).toString());
      }
      if (!form.path("truncate").asBoolean(false) || !value.isString()) {
        return value;
      }
      String text = value.stringValue();
      return text.codePointCount(0, text.length()) <= length
          ? value
          : StringNode.valueOf(text.substring(0, text.offsetByCodePoints(0, length)));
    }

    private JsonNode time(JsonNode number) {
      long count = number.decimalValue().longValueExact();
      boolean millis = form.path("format").asString("").equals("epoch-millis");
      Instant time = millis ? Instant.ofEpochMilli(count) : Instant.ofEpochSecond(count);
      return StringNode.valueOf(time.toString());
    }

    private static String word(JsonNode value) {
      return value.isNumber()
          ? value.decimalValue().stripTrailingZeros().toPlainString()
          : value.asString();
    }

    /** The value of the field as the way back gives it; null where it is absent then. */
    @Nullable JsonNode back(Subject subject, ColumnType type) {
      JsonNode column = of(subject);
      if (column == null) {
        return null;
      }
      if (form.has("map")) {
        Map<String, JsonNode> byAlphabet = new TreeMap<>();
        form.path("map").properties().forEach(e -> byAlphabet.put(e.getKey(), e.getValue()));
        for (var entry : byAlphabet.entrySet()) {
          if (entry.getValue().equals(column)) {
            JsonNode was = field(subject.at(), pointer);
            boolean text = was == null || was.isString();
            return text ? StringNode.valueOf(entry.getKey()) : Form.parse(entry.getKey());
          }
        }
        return null;
      }
      if (form.has("format")) {
        Instant time = Instant.parse(column.stringValue());
        boolean millis = form.path("format").asString("").equals("epoch-millis");
        return JsonNodeFactory.instance.numberNode(
            millis ? time.toEpochMilli() : time.getEpochSecond());
      }
      return type.cameBack(column);
    }
  }

  /** A value that sees the record, or the element, as it would come back. */
  record Copy(Value value, WayBack wayBack) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      return value.of(subject.seeing(wayBack.of(subject)));
    }
  }

  /**
   * The row of the record that the field names.
   *
   * @param ifPresent whether it is null while that record is not there
   */
  record Reference(String pointer, DomainRule target, boolean ifPresent) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      JsonNode id = field(subject.at(), pointer);
      if (id == null) {
        return null;
      }
      String source = target.perSource() ? subject.source() : null;
      String key = RowIds.ofKey(subject.tenant(), target.name(), id.asString(), source);
      if (ifPresent && !subject.present().contains(subject.tenant(), target.name(), key)) {
        return null;
      }
      return StringNode.valueOf(
          RowIds.ofRecord(subject.tenant(), target.name(), key, target.derived()));
    }
  }

  /** The record's own row. */
  record Own(boolean derived) implements Value {
    @Override
    public JsonNode of(Subject subject) {
      return StringNode.valueOf(
          RowIds.ofRecord(subject.tenant(), subject.domain(), subject.key(), derived));
    }
  }

  /** A further row of the record. */
  record Owned(String row) implements Value {
    @Override
    public JsonNode of(Subject subject) {
      return StringNode.valueOf(
          RowIds.ofOwned(subject.tenant(), subject.domain(), row, subject.key()));
    }
  }

  /** The row of the element itself. */
  record OwnedElement(String row) implements Value {
    @Override
    public JsonNode of(Subject subject) {
      return StringNode.valueOf(
          RowIds.ofElement(
              subject.tenant(), subject.domain(), row, subject.key(), subject.index()));
    }
  }

  /** The element's place. */
  record Index() implements Value {
    @Override
    public JsonNode of(Subject subject) {
      return JsonNodeFactory.instance.numberNode(subject.index());
    }
  }

  /** Always the same. */
  record Constant(JsonNode told) implements Value {
    @Override
    public JsonNode of(Subject subject) {
      return literal(told, subject);
    }
  }

  /** Nothing of this domain. */
  record Nothing() implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      return null;
    }
  }

  /** Several fields in an object; those that are null stay in it. */
  record Composed(Map<String, String> pointers) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      pointers.forEach(
          (name, pointer) -> {
            JsonNode value = subject.at().at(pointer);
            if (!value.isMissingNode()) {
              object.set(name, value);
            }
          });
      return object.isEmpty() ? null : object;
    }
  }

  /** One part of a text; the whole in the first one, where the text has another form. */
  record Part(String pointer, TextForm form, int index) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      JsonNode text = field(subject.at(), pointer);
      if (text == null) {
        return null;
      }
      List<String> parts = form.cut(text.stringValue());
      if (parts == null) {
        return index == 0 ? text : null;
      }
      return StringNode.valueOf(parts.get(index));
    }
  }

  /** The texts of several fields in one; null where there is none of them. */
  record Joined(TextForm form) implements Value {
    @Override
    public @Nullable JsonNode of(Subject subject) {
      List<String> texts = new ArrayList<>();
      boolean any = false;
      for (String pointer : form.names()) {
        JsonNode text = field(subject.at(), pointer);
        any |= text != null;
        texts.add(text == null ? "" : text.stringValue());
      }
      return any ? StringNode.valueOf(form.fill(texts)) : null;
    }

    /** What comes back of one of the fields. */
    @Nullable JsonNode back(Subject subject, String pointer) {
      JsonNode whole = of(subject);
      List<String> parts = whole == null ? null : form.cut(whole.stringValue());
      return parts == null ? null : StringNode.valueOf(parts.get(form.names().indexOf(pointer)));
    }
  }
}
