package dev.crossfade.sync.conflict;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a source says of a record.
 *
 * @param document in the present form; null where it is a delete, or the log does not give it now
 * @param base of the event, as far as that is known
 * @param changed of the event, as far as that is known
 */
record Side(
    Position position,
    String source,
    boolean deleted,
    @Nullable Document document,
    @Nullable Position base,
    @Nullable List<String> changed) {

  /**
   * The side that is not in the record.
   *
   * @param kept as it is noted beside the record; null where only the log has it
   * @param event as it lies in the log; null where that is not known
   */
  static Side of(
      ConflictEntry entry,
      @Nullable Document kept,
      Decoded.@Nullable Event event,
      Blueprint blueprint) {
    Document document = null;
    if (kept != null) {
      document = present(blueprint, entry, kept, entry.version());
    } else if (event != null && !entry.deleted()) {
      document = logged(entry, event, blueprint);
    }
    return new Side(
        entry.position(),
        entry.source(),
        entry.deleted(),
        document,
        entry.writer().base(),
        entry.writer().changed());
  }

  private static @Nullable Document logged(
      ConflictEntry entry, Decoded.Event event, Blueprint blueprint) {
    return switch (event.event()) {
      case RecordChange change ->
          change.kind() == Kind.DELETED
              ? null
              : present(blueprint, entry, change.data(), change.schema().version());
      case RecordRead read -> present(blueprint, entry, read.data(), read.schema().version());
      case RecordResolved resolved ->
          resolved.deleted()
              ? null
              : present(blueprint, entry, resolved.data(), resolved.schema().version());
      case SourceSkipped skipped -> null;
      case SnapshotStarted started -> null;
      case SnapshotEnded ended -> null;
    };
  }

  static Document present(
      Blueprint blueprint, ConflictEntry entry, Document document, int version) {
    Domain domain = blueprint.domain(entry.key().domain()).orElse(null);
    return domain == null ? document : domain.upcast(version, document);
  }

  static @Nullable Document document(@Nullable String text) {
    return text == null ? null : Document.stored(text.getBytes(StandardCharsets.UTF_8));
  }

  /** This one's fields of these names on top of a record. */
  Document onTop(Document record, List<String> names) {
    ObjectNode result = record.tree().deepCopy();
    for (String name : names) {
      JsonNode value = document == null ? null : document.tree().get(name);
      if (value == null) {
        result.remove(name);
      } else {
        result.set(name, value);
      }
    }
    return Document.of(result);
  }

  /** As it is shown. */
  ObjectNode json() {
    ObjectNode shown = json(position, source, deleted, document);
    shown.put("base", base == null ? null : base.toString());
    if (changed == null) {
      shown.putNull("changed");
    } else {
      ArrayNode names = shown.putArray("changed");
      changed.forEach(names::add);
    }
    return shown;
  }

  static ObjectNode json(
      Position position, String source, boolean deleted, @Nullable Document document) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("position", position.toString());
    shown.put("source", source);
    shown.put("deleted", deleted);
    if (document == null) {
      shown.putNull("data");
    } else {
      shown.set("data", document.tree());
    }
    return shown;
  }
}
