package dev.crossfade.testsupport.history;

import static dev.crossfade.testsupport.history.HistoryFiles.JSON;
import static dev.crossfade.testsupport.history.ReadLines.named;
import static dev.crossfade.testsupport.history.SentLines.place;
import static dev.crossfade.testsupport.history.SentLines.text;

import dev.crossfade.testsupport.history.Tables.Conflict;
import dev.crossfade.testsupport.history.Tables.Content;
import dev.crossfade.testsupport.history.Tables.Decision;
import dev.crossfade.testsupport.history.Tables.Parked;
import dev.crossfade.testsupport.history.Tables.Row;
import dev.crossfade.testsupport.history.Tables.Source;
import dev.crossfade.testsupport.history.Tables.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tables, a line each row, which says in {@code of} what it is. */
final class TableLines {
  private TableLines() {}

  static Iterable<ObjectNode> lines(Tables tables) {
    ObjectNode moment = JSON.createObjectNode().put("of", "moment");
    moment.put("takenAt", tables.takenAt()).put("settled", tables.settled());
    moment.put("journal", tables.decisions() != null);
    ObjectNode next = moment.putObject("next");
    tables.next().forEach((partition, offset) -> next.put(partition.toString(), offset));
    Iterable<Decision> decisions = tables.decisions();
    return () ->
        Stream.of(
                Stream.of(moment),
                each(tables.states(), TableLines::line),
                each(tables.rows(), TableLines::line),
                each(tables.parked(), TableLines::line),
                each(tables.held(), TableLines::line),
                each(tables.conflicts(), TableLines::line),
                each(tables.sources(), TableLines::line),
                each(decisions == null ? List.<Decision>of() : decisions, TableLines::line))
            .flatMap(all -> all)
            .iterator();
  }

  private static <T> Stream<ObjectNode> each(Iterable<T> all, Function<T, ObjectNode> form) {
    return StreamSupport.stream(all.spliterator(), false).map(form);
  }

  private static ObjectNode line(State state) {
    ObjectNode line = named(state.record()).put("of", "state");
    line.put("position", state.position() == null ? null : state.position().toString());
    switch (state.content()) {
      case Content.Document document -> line.put("document", document.json());
      case Content.Digest digest -> line.put("digest", digest.hex());
      case Content.None none -> {}
    }
    line.put("source", state.source()).put("revision", state.revision());
    ObjectNode reflects = line.putObject("reflects");
    state.reflects().forEach(reflects::put);
    return line.put("heldSince", state.heldSince());
  }

  private static ObjectNode line(Row row) {
    return named(row.record())
        .put("of", "row")
        .put("written", row.written())
        .put("data", row.data());
  }

  private static ObjectNode line(Parked parked) {
    return named(parked.record())
        .put("of", "parked")
        .put("offset", parked.offset())
        .put("data", parked.data());
  }

  private static ObjectNode line(Place held) {
    return JSON.createObjectNode().put("of", "held").put("at", held.toString());
  }

  private static ObjectNode line(Conflict conflict) {
    return named(conflict.record())
        .put("of", "conflict")
        .put("source", conflict.source())
        .put("offset", conflict.offset())
        .put("waiting", conflict.waiting());
  }

  private static ObjectNode line(Source source) {
    ObjectNode line = JSON.createObjectNode().put("of", "source");
    line.put("tenant", source.source().tenant()).put("source", source.source().source());
    line.put("last", source.last()).put("taken", source.taken());
    source.holes().forEach(line.putArray("holes")::add);
    return line;
  }

  private static ObjectNode line(Decision decision) {
    return JSON.createObjectNode()
        .put("of", "decision")
        .put("at", decision.place().toString())
        .put("outcome", decision.outcome())
        .put("waiting", decision.waiting());
  }

  static Tables read(Path file) {
    JsonNode moment = of(file, "moment", line -> line).iterator().next();
    Map<Integer, Long> next = new HashMap<>();
    for (var partition : moment.path("next").properties()) {
      next.put(Integer.valueOf(partition.getKey()), partition.getValue().longValue());
    }
    return new Tables(
        moment.path("takenAt").longValue(),
        moment.path("settled").booleanValue(),
        next,
        of(file, "state", TableLines::state),
        of(file, "row", TableLines::row),
        of(file, "parked", TableLines::parked),
        of(file, "held", line -> place(line.path("at").stringValue())),
        of(file, "conflict", TableLines::conflict),
        of(file, "source", TableLines::source),
        moment.path("journal").booleanValue() ? of(file, "decision", TableLines::decision) : null);
  }

  private static <T> Iterable<T> of(Path file, String what, Function<JsonNode, T> form) {
    Iterable<JsonNode> lines = HistoryFiles.lines(file, line -> line);
    return () ->
        StreamSupport.stream(lines.spliterator(), false)
            .filter(line -> what.equals(text(line, "of")))
            .map(form)
            .iterator();
  }

  private static State state(JsonNode line) {
    String document = text(line, "document");
    String digest = text(line, "digest");
    Content content =
        document != null
            ? new Content.Document(document)
            : digest != null ? new Content.Digest(digest) : Content.NONE;
    Map<String, Long> reflects = new HashMap<>();
    for (var known : line.path("reflects").properties()) {
      reflects.put(known.getKey(), known.getValue().longValue());
    }
    return new State(
        ReadLines.name(line),
        ReadLines.optional(line, "position"),
        content,
        text(line, "source"),
        line.path("revision").longValue(),
        reflects,
        number(line, "heldSince"));
  }

  private static @Nullable Long number(JsonNode line, String name) {
    return line.path(name).isNumber() ? line.path(name).longValue() : null;
  }

  private static Row row(JsonNode line) {
    return new Row(
        ReadLines.name(line), line.path("written").longValue(), line.path("data").stringValue());
  }

  private static Parked parked(JsonNode line) {
    return new Parked(ReadLines.name(line), line.path("offset").longValue(), text(line, "data"));
  }

  private static Conflict conflict(JsonNode line) {
    return new Conflict(
        ReadLines.name(line),
        Objects.requireNonNull(text(line, "source")),
        line.path("offset").longValue(),
        line.path("waiting").booleanValue());
  }

  private static Source source(JsonNode line) {
    List<Long> holes = new ArrayList<>();
    line.path("holes").forEach(end -> holes.add(end.longValue()));
    return new Source(
        new SourceName(line.path("tenant").stringValue(), line.path("source").stringValue()),
        line.path("last").longValue(),
        line.path("taken").longValue(),
        holes);
  }

  private static Decision decision(JsonNode line) {
    JsonNode waiting = line.path("waiting");
    return new Decision(
        place(line.path("at").stringValue()),
        line.path("outcome").stringValue(),
        waiting.isBoolean() ? (Boolean) waiting.booleanValue() : null);
  }
}
