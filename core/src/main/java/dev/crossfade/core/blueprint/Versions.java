package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shapes that a domain's records have had, and the way from each to the present one. Immutable
 * and thread-safe.
 */
final class Versions {
  private final List<Past> past;
  private final RecordSchema present;

  /**
   * A shape of the past.
   *
   * @param from the last version that has it
   * @param steps all that lead to the present shape
   * @param laid the same without what adds fields that its schema does not know: of these an event
   *     knows nothing, so there the record stays as it is
   * @param fields where the fields that its schema names are found in the present shape
   */
  private record Past(
      int from,
      RecordSchema schema,
      List<UpcastStep> steps,
      List<UpcastStep> laid,
      List<Carried> fields,
      KnownFields known) {}

  private record Carried(FieldPath sent, FieldPath present) {}

  private Versions(List<Past> past, RecordSchema present) {
    this.past = past;
    this.present = present;
  }

  /**
   * @param entries ascending
   */
  static Versions compile(List<UpcastEntry> entries, RecordSchema present) {
    List<Past> past = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      UpcastEntry entry = entries.get(i);
      List<UpcastStep> steps =
          entries.subList(i, entries.size()).stream().flatMap(e -> e.steps().stream()).toList();
      List<Carried> fields =
          entry.schema().fields(new HashSet<>()).stream()
              .map(field -> new Carried(field, field))
              .toList();
      List<UpcastStep> laid = new ArrayList<>();
      for (UpcastStep step : steps) {
        if (!(step instanceof UpcastStep.Add(FieldPath added, JsonNode value))
            || fields.stream().anyMatch(f -> f.present().contains(added))) {
          laid.add(step);
        }
        fields =
            fields.stream()
                .flatMap(f -> step.carry(f.present()).map(to -> new Carried(f.sent(), to)))
                .toList();
      }
      KnownFields known = KnownFields.of(fields.stream().map(Carried::present).toList());
      past.add(new Past(entry.from(), entry.schema().compile(), steps, laid, fields, known));
    }
    return new Versions(List.copyOf(past), present);
  }

  boolean anyPast() {
    return !past.isEmpty();
  }

  List<Violation> validate(int version, JsonNode record) {
    int shape = shape(version);
    return (shape == past.size() ? present : past.get(shape).schema()).validate(record);
  }

  boolean knowsLess(int version, int than) {
    return shape(version) < shape(than);
  }

  Document upcast(int version, Document document) {
    int shape = shape(version);
    if (shape == past.size()) {
      return document;
    }
    ObjectNode tree = document.tree().deepCopy();
    past.get(shape).steps().forEach(step -> step.apply(tree));
    return Document.of(tree);
  }

  Document overlay(int version, Document sent, Document present) {
    int shape = shape(version);
    if (shape == past.size()) {
      return sent;
    }
    ObjectNode tree = sent.tree().deepCopy();
    past.get(shape).laid().forEach(step -> step.apply(tree));
    past.get(shape).known().keepUnknown(tree, present.tree());
    return Document.of(tree);
  }

  /** The field as sent that a pointer into the present shape leads to; empty where none does. */
  String sentPointer(int version, String pointer) {
    int shape = shape(version);
    if (shape == past.size()) {
      return pointer;
    }
    for (Carried field : past.get(shape).fields()) {
      String here = field.present().pointer();
      if (pointer.equals(here) || pointer.startsWith(here + "/")) {
        return field.sent().equals(field.present()) ? pointer : field.sent().pointer();
      }
    }
    return "";
  }

  /** Which shape a version has, counted from the oldest. */
  private int shape(int version) {
    int shape = 0;
    while (shape < past.size() && past.get(shape).from() < version) {
      shape++;
    }
    return shape;
  }
}
