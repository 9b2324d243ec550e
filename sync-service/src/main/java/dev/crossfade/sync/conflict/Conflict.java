package dev.crossfade.sync.conflict;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.resolve.DecidedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conflict with both sides in the present form.
 *
 * @param record as it is now, its document in the present form
 * @param side the one that is not in the record
 * @param fields in which they differ; none for a delete against an edit
 */
record Conflict(ConflictEntry entry, DecidedRecord record, Side side, List<String> fields) {

  static Conflict of(ConflictEntry entry, DecidedRecord record, Side side, Blueprint blueprint) {
    Document document = record.document();
    DecidedRecord present =
        document == null
            ? record
            : new DecidedRecord(
                record.position(),
                record.source(),
                Side.present(blueprint, entry, document, record.version()),
                blueprint.schemaVersion());
    return new Conflict(entry, present, side, fields(entry, present.document(), side));
  }

  private static List<String> fields(ConflictEntry entry, @Nullable Document existing, Side side) {
    return existing == null || side.deleted() ? List.of() : entry.fields();
  }

  /** What an event that resolves it says. */
  record Result(Take take, @Nullable Document document) {}

  /** The record stays. */
  Result existing() {
    return new Result(Take.EXISTING, record.document());
  }

  /** The other side, as far as it differed, on top of the record; or as a whole. */
  Result incoming() {
    return incoming(fields);
  }

  /** Of the other side these fields. */
  Result incoming(List<String> taken) {
    if (side.deleted()) {
      return new Result(Take.INCOMING, null);
    }
    Document document = record.document();
    if (document == null || fields.isEmpty()) {
      return new Result(Take.INCOMING, side.document());
    }
    if (taken.isEmpty()) {
      return existing();
    }
    Take take = new TreeSet<>(taken).containsAll(fields) ? Take.INCOMING : Take.MERGED;
    return new Result(take, side.onTop(document, taken));
  }

  /** Whether the sides are known as they have to be to be put together. */
  boolean complete() {
    return side.deleted() || side.document() != null;
  }

  Position base() {
    return record.position();
  }

  static SchemaReference schema(Blueprint blueprint) {
    return new SchemaReference(blueprint.digest(), blueprint.schemaVersion());
  }

  /** As it is shown. */
  ObjectNode json() {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", entry.position().toString());
    shown.put("tenant", entry.key().tenant());
    shown.put("domain", entry.key().domain());
    shown.put("recordId", entry.key().id());
    shown.put("state", entry.waits() ? "waiting" : "kept");
    shown.put("policy", entry.policy());
    ArrayNode names = shown.putArray("fields");
    new ArrayList<>(fields).forEach(names::add);
    shown.set(
        "existing",
        Side.json(
            record.position(), record.source(), record.document() == null, record.document()));
    shown.set("incoming", side.json());
    shown.put("appended", entry.appended().toString());
    return shown;
  }
}
