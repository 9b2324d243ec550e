package dev.crossfade.standalone.demo.check;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Where a column's value comes from. */
sealed interface Value {
  /** What is worked out: the record's tenant, its last document, and the time of its last event. */
  record Subject(String tenant, String domain, String id, JsonNode document, String time) {}

  /** The text that the column must have, in the canonical form of its type. */
  @Nullable String of(Subject subject, Form form);

  /** The field at a pointer, or a default where it is absent or null. */
  record At(String pointer, @Nullable JsonNode otherwise) implements Value {
    @Override
    public @Nullable String of(Subject subject, Form form) {
      JsonNode value = subject.document().at(pointer);
      boolean absent = value.isMissingNode() || value.isNull();
      if (absent) {
        return otherwise == null ? null : form.ofDocument(otherwise);
      }
      return form.ofDocument(value);
    }
  }

  /** The field at a pointer, or the time of the event. */
  record Time(String pointer) implements Value {
    @Override
    public @Nullable String of(Subject subject, Form form) {
      return new At(pointer, StringNode.valueOf(subject.time())).of(subject, form);
    }
  }

  /** The row of the record that the field names. */
  record Reference(String pointer, String domain) implements Value {
    @Override
    public @Nullable String of(Subject subject, Form form) {
      JsonNode id = subject.document().at(pointer);
      return id.isString() ? RowIds.ofRecord(subject.tenant(), domain, id.stringValue()) : null;
    }
  }

  /** The record's own row. */
  record Own() implements Value {
    @Override
    public String of(Subject subject, Form form) {
      return RowIds.ofRecord(subject.tenant(), subject.domain(), subject.id());
    }
  }

  /** A further row of the record. */
  record Owned(String row) implements Value {
    @Override
    public String of(Subject subject, Form form) {
      return RowIds.ofOwned(subject.tenant(), subject.domain(), row, subject.id());
    }
  }

  /** Always the same. */
  record Constant(String text) implements Value {
    @Override
    public String of(Subject subject, Form form) {
      return text;
    }
  }
}
