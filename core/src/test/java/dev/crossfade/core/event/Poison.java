package dev.crossfade.core.event;

import static dev.crossfade.core.event.EventFixtures.STUDENT;
import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.logged;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.Decoded.Reason;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a record of the log can be poisoned.
 *
 * @param told whether record and envelope can still be told
 */
public record Poison(String shape, LogRecord log, Reason reason, boolean told) {
  private static final LogRecord SOUND =
      logged(
          EventFixtures.change(
              envelope("e-1", "browser-1", 5, Instant.EPOCH, "00-trace"),
              STUDENT,
              Kind.UPDATED,
              "{\"name\":\"Ada\"}"),
          9);
  private static final HexFormat HEX = HexFormat.of();

  /** Texts that are sound for no header of ours that has a form of its own. */
  private static final List<String> NONSENSE =
      List.of(
          "", " ", "\u0000", "\n", "%", "-", "null", "\u0663", "{}", "0x1", "x".repeat(100_000));

  /** Bytes that are not UTF-8. */
  private static final List<String> NOT_UTF_8 =
      List.of("c0a0", "ff", "80", "e28282c0", "eda080", "f8888080", "f4908080", "c3", "fffe");

  /** Every shape. */
  public static Stream<Poison> all() {
    return Stream.of(missing(), nonsense(), notUtf8(), repeated(), strangers(), routes(), values())
        .flatMap(shapes -> shapes);
  }

  private static Stream<Poison> missing() {
    return Stream.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_tenant",
            "ce_subject",
            "ce_blueprint",
            "ce_schemaversion")
        .flatMap(
            name ->
                Stream.of(
                    header("without " + name, name, null, List.of()),
                    header("null " + name, name, null, List.of(new Header(name, null))),
                    header(
                        "null after a sound " + name,
                        name,
                        null,
                        List.of(original(name), new Header(name, null)))));
  }

  private static Stream<Poison> nonsense() {
    Map<String, List<String>> more =
        Map.of(
            "ce_id", List.of("", "a\u0000b", "\u007f", "x".repeat(129)),
            "ce_tenant", List.of("", "a\u0000b", "a\nb", "x".repeat(129)),
            "ce_source", with("browser-1", "/sources/", "/sources/é", "/sources/a/b", "sources/a"),
            "ce_sequence", with("0", "-1", "1.0", "9223372036854775808", "000000000000000000001"),
            "ce_time", with("2026-03-01", "1899-12-31T00:00:00Z", "2200-01-01T00:00:00Z"),
            "ce_subject",
                with(
                    "students", "students/", "/42", "students/\u0000", "a\u0000b/42", "$source/42"),
            "ce_base", with("3", "3:", ":3", "3:-1", "3:9223372036854775808", "03:1"),
            "ce_changed", List.of(",", "a,", ",a", "a,,b", " "),
            "ce_blueprint", with("00", "f".repeat(63), "g".repeat(64), "f".repeat(66)),
            "ce_schemaversion", with("-1", "1.0", "2147483648", "+1", "01"));
    return more.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .map(
                        text ->
                            header(
                                entry.getKey() + " is " + shown(text),
                                entry.getKey(),
                                text.getBytes(UTF_8),
                                null)));
  }

  private static List<String> with(String... texts) {
    return Stream.concat(NONSENSE.stream(), Stream.of(texts)).toList();
  }

  private static Stream<Poison> notUtf8() {
    return SOUND.message().headers().stream()
        .filter(header -> !header.name().equals("content-type"))
        .flatMap(
            header ->
                NOT_UTF_8.stream()
                    .map(
                        hex ->
                            new Poison(
                                header.name() + " has the bytes " + hex,
                                replaced(header.name(), HEX.parseHex(hex)),
                                Reason.MALFORMED,
                                false)));
  }

  /** Of several headers of a name the last one counts. */
  private static Stream<Poison> repeated() {
    return Stream.of("ce_source", "ce_sequence", "ce_time", "ce_subject", "ce_base", "ce_blueprint")
        .map(
            name ->
                header(
                    "sound, then unsound " + name,
                    name,
                    null,
                    List.of(original(name), new Header(name, "?".getBytes(UTF_8)))));
  }

  private static Stream<Poison> strangers() {
    List<Poison> shapes = new ArrayList<>();
    for (String type : with("dev.crossfade.record.reads", "DEV.CROSSFADE.RECORD.CREATED")) {
      shapes.add(
          new Poison(
              "type " + shown(type),
              replaced("ce_type", type.getBytes(UTF_8)),
              Reason.UNKNOWN_TYPE,
              true));
    }
    for (String version : with("0.3", "1", "1.0.2", "2.0")) {
      shapes.add(
          new Poison(
              "specversion " + shown(version),
              replaced("ce_specversion", version.getBytes(UTF_8)),
              Reason.UNKNOWN_TYPE,
              true));
    }
    shapes.add(
        new Poison(
            "unknown blueprint",
            replaced("ce_blueprint", "0".repeat(64).getBytes(UTF_8)),
            Reason.UNKNOWN_BLUEPRINT,
            true));
    return shapes.stream();
  }

  private static Stream<Poison> routes() {
    SourceKey source = new SourceKey(TENANT, "browser-1");
    Stream<Poison> keys =
        Stream.of(
                new RecordKey("school-2", "students", "42").messageKey(),
                new RecordKey(TENANT, "teachers", "42").messageKey(),
                new RecordKey(TENANT, "students", "43").messageKey(),
                source.messageKey(),
                new SourceKey(TENANT, "browser-2").messageKey(),
                bytes("[\"school-1\", \"students\",\"42\"]"),
                bytes("[\"school-1\",\"students\",42]"),
                bytes("[\"school-1\",\"students\",\"42\"]\n"),
                bytes("[\"school-1\",\"students\""),
                bytes("school-1"),
                new byte[0],
                new byte[1_000_000])
            .map(key -> misrouted("key " + shown(new String(key, UTF_8)), key, SOUND.position()));
    int own = SOUND.position().partition();
    Stream<Poison> partitions =
        IntStream.range(0, EventFixtures.PARTITIONS + 3)
            .filter(partition -> partition != own)
            .mapToObj(
                partition ->
                    misrouted(
                        "partition " + partition,
                        SOUND.message().key(),
                        new Position(partition, 9)));
    Message skip =
        EventCodec.encode(new ChangeEvent.SourceSkipped(new Envelope("e", source, 5, null, null)));
    Stream<Poison> others =
        Stream.of(
            misrouted("no key", null, SOUND.position()),
            new Poison(
                "skip under a record's key",
                replaced("ce_type", bytes(ChangeEvent.SOURCE_SKIPPED)),
                Reason.MISROUTED,
                false),
            new Poison(
                "start of a snapshot under a record's key",
                replaced("ce_type", bytes(ChangeEvent.SNAPSHOT_STARTED)),
                Reason.MISROUTED,
                false),
            new Poison(
                "end of a snapshot under a record's key",
                replaced("ce_type", bytes(ChangeEvent.SNAPSHOT_ENDED)),
                Reason.MISROUTED,
                false),
            new Poison(
                "skip of another source",
                at(
                    new Message(
                        new SourceKey(TENANT, "b").messageKey(), skip.headers(), bytes("{}"))),
                Reason.MALFORMED,
                false),
            new Poison(
                "no headers",
                at(new Message(SOUND.message().key(), List.of(), SOUND.message().value())),
                Reason.MALFORMED,
                false));
    return Stream.of(keys, partitions, others).flatMap(shapes -> shapes);
  }

  private static Stream<Poison> values() {
    Stream<String> texts =
        Stream.of(
            "",
            " ",
            "null",
            "true",
            "1",
            "\"x\"",
            "\"{}\"",
            "[]",
            "[{}]",
            "{",
            "}",
            "{}x",
            "{}{}",
            "{} {}",
            "{},",
            "\u0000",
            "{}\u0000",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"\\u0061\":1}",
            "{'a':1}",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":[1,]}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":0x1}",
            "{\"a\":NaN}",
            "{\"a\":-Infinity}",
            "{\"a\":tru}",
            "{\"a\":\"x}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u00\"}",
            "{/**/}",
            "# x\n{}",
            "{\"a\":1e}",
            "{\"a\":" + "9".repeat(1_001) + "}",
            "{\"a\":1e99999999999}",
            "{\"a\":1e2147483648}",
            "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"" + "n".repeat(2_000) + "\":1}",
            "{\"a\":\"" + "x".repeat(1_000_000),
            "{\"a\":\"\\u0000\"}",
            "{\"a\":\"\\ud800\"}",
            "{\"\\u0000\":1}",
            "{\"__proto__\":{}}",
            "{\"a\":1e100000}",
            "{\"a\":100e2147483647}",
            "{\"a\":1e-2147483647}",
            "<a/>",
            "a: 1");
    Stream<byte[]> encoded =
        Stream.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE", "IBM037")
            .map(name -> "{\"a\":\"b\"}".getBytes(Charset.forName(name)));
    Stream<byte[]> inText =
        NOT_UTF_8.stream().map(hex -> HEX.parseHex("7b2261223a22" + hex + "227d"));
    Stream<byte[]> inName = NOT_UTF_8.stream().map(hex -> HEX.parseHex("7b22" + hex + "223a317d"));
    Stream<byte[]> marked = Stream.of(HEX.parseHex("efbbbf7b7d"), new byte[100_000]);
    return Stream.concat(
        Stream.of(value("no value", null)),
        Stream.of(texts.map(Poison::bytes), encoded, inText, inName, marked)
            .flatMap(all -> all)
            .map(bytes -> value("value " + shown(new String(bytes, UTF_8)), bytes)));
  }

  private static Poison value(String shape, byte @Nullable [] bytes) {
    Message message = SOUND.message();
    return new Poison(
        shape,
        at(new Message(message.key(), message.headers(), bytes)),
        Reason.MALFORMED_DATA,
        true);
  }

  private static Poison misrouted(String shape, byte @Nullable [] key, Position position) {
    Message message = new Message(key, SOUND.message().headers(), SOUND.message().value());
    return new Poison(
        shape, new LogRecord(position, SOUND.appendTime(), message), Reason.MISROUTED, false);
  }

  /** A fault in what tells record and envelope hides both; in the rest, neither. */
  private static Poison header(
      String shape, String name, byte @Nullable [] bytes, @Nullable List<Header> instead) {
    boolean told =
        switch (name) {
          case "ce_base", "ce_changed", "ce_blueprint", "ce_schemaversion" -> true;
          default -> false;
        };
    List<Header> put = instead == null ? List.of(new Header(name, bytes)) : instead;
    return new Poison(shape, replaced(name, put), Reason.MALFORMED, told);
  }

  private static LogRecord replaced(String name, byte[] value) {
    return replaced(name, List.of(new Header(name, value)));
  }

  private static LogRecord replaced(String name, List<Header> put) {
    List<Header> headers = new ArrayList<>(SOUND.message().headers());
    headers.removeIf(header -> header.name().equals(name));
    headers.addAll(put);
    return at(new Message(SOUND.message().key(), headers, SOUND.message().value()));
  }

  private static Header original(String name) {
    return SOUND.message().headers().stream()
        .filter(header -> header.name().equals(name))
        .findFirst()
        .orElse(new Header(name, bytes(name.equals("ce_base") ? "3:1" : "a")));
  }

  private static LogRecord at(Message message) {
    return new LogRecord(SOUND.position(), SOUND.appendTime(), message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "·");
    return printable.length() < 40
        ? "'" + printable + "'"
        : "'" + printable.substring(0, 40) + "…' of " + text.length();
  }

  @Override
  public String toString() {
    return shape;
  }
}
