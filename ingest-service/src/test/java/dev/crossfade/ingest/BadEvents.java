package dev.crossfade.ingest;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Events whose attributes are not of their form, or say what cannot be accepted. */
final class BadEvents {
  private static final String DATA = Events.student("bad").get("data").toString();

  private BadEvents() {}

  static void addTo(List<BadInput> all) {
    attributes(all);
    sequencesAndPositions(all);
    meanings(all);
  }

  private static void attributes(List<BadInput> all) {
    for (String name : List.of("specversion", "id", "source", "type", "subject", "data")) {
      event(all, "no " + name, e -> e.remove(name), 400, "malformed-event", "#/" + name);
      event(all, name + " null", e -> e.putNull(name), 400, "malformed-event", "#/" + name);
    }
    set(all, "specversion", "0.3", "malformed-event");
    set(all, "id", "", "malformed-event");
    set(all, "id", "x".repeat(129), "malformed-event");
    set(all, "id", "a\u0000b", "malformed-event");
    set(all, "id", "a\nb", "malformed-event");
    set(all, "source", "browser-1", "malformed-event");
    set(all, "source", "/sources/", "malformed-event");
    set(all, "source", "/sources/a b", "malformed-event");
    set(all, "source", "/sources/a/b", "malformed-event");
    set(all, "source", "/sources/crossfade:operator", "malformed-event");
    set(all, "source", "/sources/crossfade:", "malformed-event");
    set(all, "subject", "students", "malformed-event");
    set(all, "subject", "/bad", "malformed-event");
    set(all, "subject", "students/", "malformed-event");
    set(all, "subject", "students/" + "x".repeat(129), "malformed-event");
    set(all, "subject", "students/a\u0000", "malformed-event");
    set(all, "time", "yesterday", "malformed-event");
    set(all, "time", "2026-05-01 10:00", "malformed-event");
    set(all, "time", "2026-02-30T10:00:00Z", "malformed-event");
    set(all, "time", "1899-12-31T23:59:59Z", "malformed-event");
    set(all, "time", "2200-01-01T00:00:00Z", "malformed-event");
    set(all, "changed", "a,,b", "malformed-event");
    set(all, "changed", "x".repeat(8_193), "malformed-event");
    set(all, "changed", "a\u0000", "malformed-event");
    set(all, "schemaversion", "one", "malformed-event");
    set(all, "schemaversion", "-1", "malformed-event");
    set(all, "datacontenttype", "text/xml", "malformed-event");
    event(all, "id is an object", e -> e.putObject("id"), 400, "malformed-event", "#/id");
    event(all, "name with a dash", e -> e.put("my-name", 1), 400, "malformed-event", "#/?");
  }

  private static void sequencesAndPositions(List<BadInput> all) {
    for (String sequence :
        List.of(
            "",
            "0",
            "-1",
            "+1",
            "1.5",
            "1e3",
            "0x1",
            "x",
            " 1",
            "9223372036854775808",
            "000000000000000000001")) {
      set(all, "sequence", sequence, "malformed-event");
    }
    event(
        all,
        "sequence 1.5 as a number",
        e -> e.put("sequence", 1.5),
        400,
        "malformed-event",
        "#/sequence");
    for (String base :
        List.of("", "7", "0:", ":7", "0:-1", "0:1:2", "a:b", "0:9223372036854775808")) {
      set(all, "base", base, "malformed-event");
    }
    event(
        all, "base in another partition", e -> e.put("base", "5:7"), 422, "foreign-base", "#/base");
    BadInput.add(
        all, "skipped without a sequence", withoutSequence(), 400, "malformed-event", "#/sequence");
  }

  private static void meanings(List<BadInput> all) {
    event(
        all, "unknown type", e -> e.put("type", "com.example.made"), 422, "unknown-type", "#/type");
    event(
        all,
        "unknown domain",
        e -> e.put("subject", "pupils/bad"),
        422,
        "unknown-domain",
        "#/subject");
    event(
        all,
        "domain in capitals",
        e -> e.put("subject", "Students/bad"),
        422,
        "unknown-domain",
        "#/subject");
    event(
        all,
        "later schema version",
        e -> e.put("schemaversion", "2"),
        422,
        "unknown-schema-version",
        "#/schemaversion");
    event(
        all,
        "schema version 0",
        e -> e.put("schemaversion", "0"),
        422,
        "unknown-schema-version",
        "#/schemaversion");
    event(
        all,
        "another id in data",
        e -> e.put("subject", "students/other"),
        422,
        "id-mismatch",
        "#/data/id");
    data(all, "required field missing", d -> d.remove("email"), "schema-violation", "#/data");
    data(all, "wrong type", d -> d.put("name", 7), "schema-violation", "#/data/name");
    data(all, "unknown field", d -> d.put("shoeSize", 40), "schema-violation", "#/data");
    data(
        all,
        "not of the list",
        d -> d.put("status", "asleep"),
        "schema-violation",
        "#/data/status");
    data(
        all,
        "text too long",
        d -> d.put("name", "n".repeat(201)),
        "schema-violation",
        "#/data/name");
    data(
        all,
        "no such day",
        d -> d.put("joinDate", "2026-02-30"),
        "schema-violation",
        "#/data/joinDate");
    data(all, "id is a number", d -> d.put("id", 7), "schema-violation", "#/data/id");
    event(all, "data is an array", e -> e.putArray("data"), 400, "malformed-event", "#/data");
    event(all, "data is a string", e -> e.put("data", DATA), 400, "malformed-event", "#/data");
    event(all, "data is a number", e -> e.put("data", 7), 400, "malformed-event", "#/data");
    event(
        all,
        "both forms of data",
        e -> e.put("data_base64", "e30="),
        400,
        "malformed-event",
        "#/data_base64");
    event(
        all,
        "data_base64 is none",
        e -> e.put("data_base64", "%%").remove("data"),
        400,
        "malformed-event",
        "#/data_base64");
    event(
        all,
        "data_base64 of text",
        e -> e.put("data_base64", "aGVsbG8=").remove("data"),
        400,
        "malformed-event",
        "#/data_base64");
  }

  private static ObjectNode withoutSequence() {
    ObjectNode skipped = Events.skipped(1);
    skipped.remove("sequence");
    return skipped;
  }

  private static void set(List<BadInput> all, String attribute, String value, String problem) {
    String shown = value.length() > 40 ? value.length() + " characters" : value;
    String name = attribute + " '" + shown.replace('\u0000', '0').replace('\n', 'n') + "'";
    event(all, name, e -> e.put(attribute, value), 400, problem, "#/" + attribute);
  }

  private static void data(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      String problem,
      String pointer) {
    data(all, name, change, 422, problem, pointer);
  }

  private static void data(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      int status,
      String problem,
      String pointer) {
    event(all, name, e -> change.accept((ObjectNode) e.get("data")), status, problem, pointer);
  }

  static void event(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      int status,
      String problem,
      String pointer) {
    ObjectNode event = Events.student("bad");
    change.accept(event);
    BadInput.add(all, name, event, status, problem, pointer);
  }
}
