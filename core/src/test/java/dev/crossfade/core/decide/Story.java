package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to one record, told in words, one an event, each of a source X, Y or Z. The writer
 * of a live one had seen all before it:
 *
 * <ul>
 *   <li>{@code X5=a1b2} a live write with the number 5, of {@code {"a":1,"b":2}}; {@code X=a1} one
 *       without a number; {@code X5-} and {@code X-} deletes; {@code X?} an unreadable event;
 *   <li>{@code X>} a snapshot starts, {@code X<} it ends; {@code X>1} and {@code X<1} those of the
 *       first are sent again;
 *   <li>{@code X@5=a1} a row of the latest snapshot, through 5; {@code X@now=a1} as of the moment,
 *       {@code X@before=a1} as of before the last event, {@code X@?=a1} of an unknown watermark;
 *       {@code X(1)@5=a1} one of the first snapshot, {@code X(9)@5=a1} of one never started;
 *   <li>{@code /2} behind any of them: under the second version, where a is called z;
 *   <li>{@code X^=a1} a live write whose writer had seen nothing, {@code X^11=a1} one that had seen
 *       what lies at 11, the first event lying at 10; {@code X=a1[a]} one that changed only a;
 *       {@code X*5} gives up the number 5; {@code X+9} are nine numbered writes of other records,
 *       {@code X%9} the same with a hole before each;
 *   <li>{@code !merged^11=a1} an operator resolves, having looked at the state at 11; {@code
 *       !existing^11~12=a1} settles the event that waits at 12; with {@code -} a delete.
 * </ul>
 */
final class Story {
  private static final Pattern WORD =
      Pattern.compile(
          "([XYZ])(?:\\((\\d)\\))?(?:(\\d*)|@(\\d+|now|before|\\?))(\\^\\d*)?([=><?-])([a-z0-9]*)"
              + "(?:\\[([a-z,]*)])?(?:/(\\d))?");
  private static final Pattern NUMBERS = Pattern.compile("([XYZ])([*+%])(\\d+)");
  private static final Pattern RESOLUTION =
      Pattern.compile("!([a-z]+)\\^(\\d+)(?:~(\\d+))?([=-])([a-z0-9]*)(?:/(\\d))?");
  private static final Pattern FIELD = Pattern.compile("([a-z])([a-z]?)(\\d)");

  private final MemoryStates states = new MemoryStates();
  private final Decider decider = new Decider(states, Policies::of);
  private final RecordKey record;
  private final Map<String, Integer> started = new HashMap<>();
  private long offset = 10;
  private @Nullable ChangeEvent last;
  private @Nullable Instant clock;

  Story(String policy) {
    this.record = new RecordKey(TENANT, Policies.domain(policy), "r");
  }

  /** Decides each, and answers the last one's outcome. */
  Outcome tell(String words) {
    Outcome outcome = new Outcome.Duplicate();
    for (String word : words.strip().split("\\s+", -1)) {
      if (word.equals("again")) {
        outcome = again();
      } else if (!word.isEmpty() && !word.equals("absent")) {
        outcome = one(word);
      }
    }
    return outcome;
  }

  private Outcome one(String word) {
    Matcher numbers = NUMBERS.matcher(word);
    if (numbers.matches()) {
      return numbers(numbers.group(1), numbers.group(2), Integer.parseInt(numbers.group(3)));
    }
    Matcher resolution = RESOLUTION.matcher(word);
    if (resolution.matches()) {
      return resolve(resolution);
    }
    Matcher m = WORD.matcher(word);
    if (!m.matches()) {
      throw new IllegalArgumentException(word);
    }
    String source = m.group(1);
    if (m.group(6).equals("?")) {
      return decider.decide(
          new Decoded.Unreadable(
              log(), Decoded.Reason.UNKNOWN_TYPE, record, envelope("u" + offset, source, 0)));
    }
    Blueprint under = "2".equals(m.group(9)) ? Policies.V2 : Policies.V1;
    SchemaReference schema = new SchemaReference(under.digest(), under.schemaVersion());
    if (m.group(4) != null || m.group(2) != null) {
      return row(source, m, schema);
    }
    return switch (m.group(6)) {
      case ">" -> marker(source, m.group(7), true);
      case "<" -> marker(source, m.group(7), false);
      default -> live(source, m, schema);
    };
  }

  private Outcome live(String source, Matcher m, SchemaReference schema) {
    String number = m.group(3) == null ? "" : m.group(3);
    Kind kind = m.group(6).equals("-") ? Kind.DELETED : Kind.UPDATED;
    Envelope envelope =
        new Envelope(
            "e" + offset,
            new SourceKey(TENANT, source),
            number.isEmpty() ? 0 : Long.parseLong(number),
            clock,
            null);
    String seen = m.group(5) == null ? "^" + (offset - 1) : m.group(5);
    Position base = seen.equals("^") ? null : position(TENANT, Long.parseLong(seen.substring(1)));
    List<String> changed = m.group(8) == null ? null : List.of(m.group(8).split(",", -1));
    return decide(
        new RecordChange(
            envelope, record, kind, new Basis(base, changed), schema, document(m.group(7))));
  }

  /** What the clock of the writers says from now on. */
  void clock(Instant says) {
    clock = says;
  }

  private Outcome numbers(String source, String what, int count) {
    if (what.equals("*")) {
      return decide(new SourceSkipped(envelope("e" + offset, source, count)));
    }
    Outcome last = new Outcome.Duplicate();
    RecordKey other = new RecordKey(TENANT, record.domain(), "other");
    for (int i = 0; i < count; i++) {
      long next = states.source(new SourceKey(TENANT, source)).last() + (what.equals("+") ? 1 : 2);
      last =
          decide(
              new RecordChange(
                  envelope("e" + offset, source, next),
                  other,
                  Kind.UPDATED,
                  Basis.UNKNOWN,
                  new SchemaReference(Policies.V1.digest(), 1),
                  document("a1")));
    }
    return last;
  }

  private Outcome resolve(Matcher m) {
    boolean deleted = m.group(4).equals("-");
    Blueprint under = "2".equals(m.group(6)) ? Policies.V2 : Policies.V1;
    return decide(
        new RecordResolved(
            envelope("d" + offset, ChangeEvent.OPERATOR, 0),
            record,
            position(TENANT, Long.parseLong(m.group(2))),
            m.group(3) == null ? null : position(TENANT, Long.parseLong(m.group(3))),
            Objects.requireNonNull(ChangeEvent.Take.ofWord(m.group(1))),
            deleted,
            "ada",
            "because",
            new SchemaReference(under.digest(), under.schemaVersion()),
            document(deleted ? "" : m.group(5))));
  }

  private Outcome row(String source, Matcher m, SchemaReference schema) {
    Watermark watermark =
        switch (m.group(4)) {
          case "now" -> new Watermark.AsOf(position(TENANT, offset - 1));
          case "before" -> new Watermark.AsOf(position(TENANT, offset - 2));
          case "?" -> Watermark.UNKNOWN;
          default -> new Watermark.Through(Long.parseLong(m.group(4)));
        };
    if (!started.containsKey(source)) {
      // Not an event of the story: the moments stay what they are.
      marker(source, "", true);
      offset--;
    }
    int which = m.group(2) == null ? started.getOrDefault(source, 0) : Integer.parseInt(m.group(2));
    return decide(
        new RecordRead(
            envelope("s" + offset, source, 0),
            record,
            new Snapshot(source + which, watermark),
            schema,
            document(m.group(7))));
  }

  private Outcome marker(String source, String which, boolean start) {
    int last = started.getOrDefault(source, 0);
    int number = which.isEmpty() ? (start ? last + 1 : last) : Integer.parseInt(which);
    if (start && which.isEmpty()) {
      started.put(source, number);
    }
    Envelope envelope = envelope("m" + offset, source, 0);
    String id = source + number;
    return decide(
        start
            ? new SnapshotStarted(envelope, new Snapshot(id, Watermark.UNKNOWN))
            : new SnapshotEnded(envelope, id, EventFixtures.document("{}")));
  }

  /** A document of one-letter fields with one digit each; two letters are a field in a field. */
  private static Document document(String fields) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    Matcher m = FIELD.matcher(fields);
    while (m.find()) {
      int value = Integer.parseInt(m.group(3));
      if (m.group(2).isEmpty()) {
        tree.put(m.group(1), value);
      } else {
        tree.withObjectProperty(m.group(1)).put(m.group(2), value);
      }
    }
    return Document.of(tree);
  }

  /** The last event, as it was, once more. */
  Outcome again() {
    return decide(Objects.requireNonNull(last, "an event"));
  }

  private Outcome decide(ChangeEvent event) {
    last = event;
    Decoded.Event decoded = new Decoded.Event(log(), event);
    states.hideDocuments(!decider.needsDocument(decoded));
    try {
      return decider.decide(decoded);
    } finally {
      states.hideDocuments(false);
    }
  }

  private LogRecord log() {
    return new LogRecord(
        position(TENANT, offset++), EventFixtures.APPENDED, new Message(null, List.of(), null));
  }

  RecordState state() {
    return states.record(record);
  }

  @Nullable SnapshotState snapshot(String source, int which) {
    return states.snapshot(new SourceKey(TENANT, source), source + which);
  }

  @Nullable Document document() {
    return states.document(record);
  }

  /**
   * The record, its maker, and what is known of whom: {@code a1 by X, X5 Y~ Z"a2"}. {@code ~}: the
   * last live write had no number.
   */
  String shown(Map<Digest, String> names) {
    RecordState state = state();
    if (state.position() == null) {
      return "absent";
    }
    Document document = states.document(record);
    String what = state.deleted() || document == null ? "deleted" : text(document.tree());
    String known =
        new TreeMap<>(state.reflects())
            .entrySet().stream()
                .map(entry -> " " + entry.getKey() + shown(entry.getValue(), names))
                .collect(Collectors.joining());
    return what + " by " + state.source() + (known.isEmpty() ? "" : "," + known);
  }

  /**
   * The record, its maker and where that lies, what waits of whom, and behind what whom is blind:
   * {@code a1 by X10, X waits 11, Y blind 12}.
   */
  String shownSides() {
    RecordState state = state();
    if (state.position() == null) {
      return state.heldSince() == null ? "absent" : "absent, held";
    }
    Document document = states.document(record);
    StringBuilder shown = new StringBuilder();
    shown.append(document == null ? "deleted" : text(document.tree()));
    shown.append(" by ").append(name(Objects.requireNonNull(state.source())));
    shown.append(state.position().offset());
    new TreeMap<>(state.reflects())
        .forEach(
            (source, known) -> {
              Known.Waiting waiting = known.waiting();
              if (waiting != null) {
                shown.append(", ").append(source).append(" waits ").append(waiting.offset());
              }
              if (known.blind() != null) {
                shown.append(", ").append(source).append(" blind ");
                shown.append(known.blind().offset());
              }
            });
    return shown + (state.heldSince() == null ? "" : ", held");
  }

  private static String name(String source) {
    return source.equals(ChangeEvent.OPERATOR) ? "operator" : source;
  }

  /** The outcome, with the sides that are not in the record: {@code Conflict waits: X12[a]}. */
  static String told(Outcome outcome) {
    if (!(outcome instanceof Outcome.Conflict conflict)) {
      return Fold.name(outcome);
    }
    StringBuilder told = new StringBuilder("Conflict");
    told.append(conflict.applied() == null ? "" : " applied");
    if (conflict.incoming() != null) {
      told.append(conflict.waits() ? ", waits " : ", keeps ").append(side(conflict.incoming()));
    }
    conflict.replaced().forEach(side -> told.append(", replaces ").append(side(side)));
    return told.toString();
  }

  private static String side(Outcome.Side side) {
    return name(side.source())
        + side.position().offset()
        + (side.deleted() ? "-" : "")
        + (side.fields().isEmpty() ? "" : "[" + String.join(",", side.fields()) + "]");
  }

  /** The numbers of a source: the last one and the holes. */
  String numbers(String source) {
    return Fold.numbers(states.source(new SourceKey(TENANT, source)));
  }

  String shown(String... documents) {
    Map<Digest, String> names = new HashMap<>();
    for (String each : documents) {
      names.put(document(each).digest(), each);
    }
    return shown(names);
  }

  private static String shown(Known known, Map<Digest, String> names) {
    Digest said = known.said();
    return (known.sequence() > 0 ? Long.toString(known.sequence()) : "")
        + (known.unnumbered() == Known.NONE ? "" : "~")
        + (said == null ? "" : "\"" + names.getOrDefault(said, "other") + "\"");
  }

  private static String text(JsonNode tree) {
    return tree.properties().stream()
        .map(
            member ->
                member.getValue().isObject()
                    ? member.getValue().properties().stream()
                        .map(inner -> member.getKey() + inner.getKey() + inner.getValue())
                        .collect(Collectors.joining())
                    : member.getKey() + member.getValue())
        .sorted()
        .collect(Collectors.joining());
  }
}
