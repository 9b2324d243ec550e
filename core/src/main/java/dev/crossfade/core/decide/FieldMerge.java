package dev.crossfade.core.decide;

import dev.crossfade.core.decide.FieldChanges.Change;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record and what an event says that it is, field by field; each member is one value. What the
 * event's writer had not seen, and did not change, stays as the record has it.
 */
final class FieldMerge {
  private final Document event;
  private final Document record;
  private final FieldChanges changes;
  private final Writer writer;
  private final Set<String> changed;

  /**
   * Who wrote the event.
   *
   * @param seen the offset of the version that it had seen; {@link Known#NONE} for none
   * @param at where the event lies
   */
  record Writer(String source, long seen, long at) {}

  /**
   * @param event the record as the event has it, in the form of the record
   * @param changes who changed the record's fields last
   * @param named the fields that the writer says that it changed; null for all that the event has
   */
  FieldMerge(
      Document event,
      Document record,
      FieldChanges changes,
      Writer writer,
      @Nullable Collection<String> named) {
    this.event = event;
    this.record = record;
    this.changes = changes;
    this.writer = writer;
    this.changed = named == null ? members(event) : Set.copyOf(named);
  }

  /** The names of a document's members. */
  static Set<String> members(Document document) {
    return new LinkedHashSet<>(document.tree().propertyNames());
  }

  /** The members that at least one of the two has, and that are not equal, in order. */
  static List<String> differing(Document one, Document other) {
    Set<String> names = new TreeSet<>(one.tree().propertyNames());
    names.addAll(other.tree().propertyNames());
    names.removeIf(name -> equal(one.tree().get(name), other.tree().get(name)));
    return List.copyOf(names);
  }

  private static boolean equal(@Nullable JsonNode one, @Nullable JsonNode other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return CanonicalJson.equal(one, other);
  }

  /** The fields that the event changed, and that differ. */
  List<String> differing() {
    return differing(event, record).stream().filter(changed::contains).toList();
  }

  /** The fields that both changed, and that differ. */
  List<String> clashing() {
    return differing().stream().filter(this::isUnseen).toList();
  }

  /**
   * Whether the writer had not seen the field's last change. That somebody wrote the record without
   * a field is no change of that field: so a field that only the event has is the event's.
   */
  private boolean isUnseen(String name) {
    boolean touched = record.tree().has(name) || changes.fields().containsKey(name);
    return touched && changes.of(name).isForeign(writer.source(), writer.seen());
  }

  /**
   * The record with the event's fields, and without those that are gone.
   *
   * @param left fields of which the record's value stays though the event changed them
   */
  Document merged(Collection<String> left) {
    ObjectNode tree = event.tree().deepCopy();
    boolean same = true;
    for (String name : differing(event, record)) {
      boolean stays = left.contains(name) || (!changed.contains(name) && isUnseen(name));
      if (stays) {
        JsonNode value = record.tree().get(name);
        if (value == null) {
          tree.remove(name);
        } else {
          tree.set(name, value.deepCopy());
        }
        same = false;
      }
    }
    return same ? event : Document.of(tree);
  }

  /**
   * Who changed the fields of the merged record last.
   *
   * @param same whether what the event has as the record has it counts as changed by it, too
   */
  FieldChanges changes(Document merged, Collection<String> left, boolean same) {
    Set<String> names = new LinkedHashSet<>(differing(merged, record));
    if (same) {
      names.addAll(changed);
      names.removeIf(name -> !event.tree().has(name) && !record.tree().has(name));
    }
    names.removeAll(left);
    return changes.with(names, new Change(writer.source(), writer.at()), members(merged));
  }

  /** The changes by which these fields of the record came to be, each with its fields. */
  Map<Change, List<String>> makers(Collection<String> names) {
    Map<Change, List<String>> makers = new LinkedHashMap<>();
    for (String name : names) {
      makers.computeIfAbsent(changes.of(name), c -> new ArrayList<>()).add(name);
    }
    return makers;
  }
}
