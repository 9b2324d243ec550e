package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Told.Kind;
import dev.crossfade.testsupport.history.Told.Resolved;
import dev.crossfade.testsupport.history.Told.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads entries of the log, trusting none. */
final class LogReading {
  private static final Set<String> SETTLE = Set.of("existing", "incoming", "merged");
  private static final Set<String> MEND = Set.of("corrected", "discarded", "repaired");
  private static final String OPERATOR = "crossfade:operator";
  private static final SourceName NOBODY = new SourceName("", "");

  private final Rules rules;
  private final Map<String, Integer> partitions = new HashMap<>();

  LogReading(Rules rules) {
    this.rules = rules;
  }

  /**
   * @param data the canonical value; null: it is no sound object
   */
  Told read(Entry entry, Headers headers, @Nullable String data) {
    String tenant = headers.get("ce_tenant");
    String source = headers.source();
    if (!headers.envelope() || tenant == null || source == null) {
      return unreadable(null, headers, null);
    }
    SourceName from = new SourceName(tenant, source);
    int partition = partitions.computeIfAbsent(tenant, t -> Partitions.of(t, rules.partitions()));
    if (partition != entry.partition()) {
      return unreadable(null, headers, null);
    }
    if (isKey(entry.key(), tenant, "$source", source)) {
      return readOfSource(entry, headers, from, data);
    }
    RecordName record = headers.record(tenant);
    if (record == null || !isKey(entry.key(), tenant, record.domain(), record.id())) {
      return unreadable(null, headers, null);
    }
    return readOfRecord(entry, headers, from, record, data);
  }

  private static boolean isKey(byte @Nullable [] key, String tenant, String domain, String id) {
    StringBuilder text = new StringBuilder(64).append('[');
    Canonical.string(tenant, text);
    text.append(',');
    Canonical.string(domain, text);
    text.append(',');
    Canonical.string(id, text);
    return Arrays.equals(key, text.append(']').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Kind kind(String type) {
    return switch (type) {
      case "dev.crossfade.record.created" -> Kind.CREATED;
      case "dev.crossfade.record.updated" -> Kind.UPDATED;
      case "dev.crossfade.record.deleted" -> Kind.DELETED;
      case "dev.crossfade.record.resolved" -> Kind.RESOLVED;
      case "dev.crossfade.record.read" -> Kind.READ;
      case "dev.crossfade.source.skipped" -> Kind.SKIPPED;
      case "dev.crossfade.snapshot.started" -> Kind.STARTED;
      case "dev.crossfade.snapshot.ended" -> Kind.ENDED;
      default -> null;
    };
  }

  private static boolean ofSource(Kind kind) {
    return kind == Kind.SKIPPED || kind == Kind.STARTED || kind == Kind.ENDED;
  }

  private Told readOfSource(Entry entry, Headers headers, SourceName from, @Nullable String data) {
    Kind kind = kind(headers.type());
    if (kind != null && !ofSource(kind)) {
      return unreadable(null, headers, null);
    }
    boolean numbered = headers.sequence() > 0;
    if (!headers.version() || kind == null || numbered != (kind == Kind.SKIPPED)) {
      return unreadable(from, headers, null);
    }
    String snapshot = headers.get("ce_snapshot");
    Watermark watermark = watermark(entry, headers);
    boolean sound =
        switch (kind) {
          case STARTED -> snapshot != null && watermark != null;
          case ENDED -> snapshot != null && data != null;
          default -> true;
        };
    return sound
        ? told(kind, from, headers, null, null, watermark, null)
        : unreadable(from, headers, null);
  }

  private static @Nullable Watermark watermark(Entry entry, Headers headers) {
    String through = headers.get("ce_through");
    String asOf = headers.get("ce_asof");
    if (through != null) {
      long number = Headers.number(through);
      return number < 0 || asOf != null ? null : new Watermark(number, -1);
    }
    if (asOf == null) {
      return Watermark.UNKNOWN;
    }
    Place place = Place.parse(asOf);
    return place == null || place.partition() != entry.partition()
        ? null
        : new Watermark(-1, place.offset());
  }

  private Told readOfRecord(
      Entry entry, Headers headers, SourceName from, RecordName record, @Nullable String data) {
    Kind kind = kind(headers.type());
    if (kind != null && ofSource(kind)) {
      return unreadable(null, headers, null);
    }
    String blueprint = headers.get("ce_blueprint");
    boolean known =
        rules.blueprints().isEmpty()
            || (blueprint != null && rules.blueprints().contains(blueprint));
    if (!headers.version() || kind == null || !headers.schema() || !known || data == null) {
      return unreadable(from, headers, record);
    }
    if (kind == Kind.RESOLVED) {
      Resolved resolved = resolved(entry, headers);
      boolean operator = from.source().equals(OPERATOR) && headers.sequence() == 0;
      String result = headers.get("ce_deleted") == null ? data : null;
      return resolved == null || !operator
          ? unreadable(from, headers, record)
          : told(kind, from, headers, record, result, null, resolved);
    }
    if (kind == Kind.READ) {
      Watermark watermark = watermark(entry, headers);
      boolean sound =
          headers.get("ce_snapshot") != null && watermark != null && headers.sequence() == 0;
      return sound
          ? told(kind, from, headers, record, data, watermark, null)
          : unreadable(from, headers, record);
    }
    return readChange(kind, entry, headers, from, record, data);
  }

  private static Told readChange(
      Kind kind, Entry entry, Headers headers, SourceName from, RecordName record, String data) {
    String baseText = headers.get("ce_base");
    Place base = baseText == null ? null : Place.parse(baseText);
    String changedText = headers.get("ce_changed");
    List<String> changed = changedText == null ? null : Headers.names(changedText);
    if ((baseText != null && base == null) || (changedText != null && changed == null)) {
      return unreadable(from, headers, record);
    }
    boolean seen =
        base != null && base.partition() == entry.partition() && base.offset() < entry.offset();
    return new Told(
        kind,
        true,
        from,
        headers.sequence(),
        id(headers),
        record,
        seen && base != null ? base.offset() : -1,
        changed,
        kind == Kind.DELETED ? null : data,
        null,
        Watermark.UNKNOWN,
        null);
  }

  private static @Nullable Resolved resolved(Entry entry, Headers headers) {
    String take = headers.get("ce_take");
    String base = headers.get("ce_base");
    String conflict = headers.get("ce_conflict");
    String deleted = headers.get("ce_deleted");
    Place looked = base == null ? null : Place.parse(base);
    Place waits = conflict == null ? null : Place.parse(conflict);
    boolean sound =
        take != null
            && looked != null
            && (conflict == null) == (waits == null)
            && (deleted == null || deleted.equals("true"))
            && (waits == null ? MEND : SETTLE).contains(take);
    if (!sound || take == null) {
      return null;
    }
    if (waits == null) {
      return new Resolved(take, looked, -1);
    }
    // In another partition nothing waits of this record.
    boolean here = waits.partition() == entry.partition();
    return new Resolved(take, looked, here ? waits.offset() : -2);
  }

  private static Told told(
      Kind kind,
      SourceName from,
      Headers headers,
      @Nullable RecordName record,
      @Nullable String data,
      @Nullable Watermark watermark,
      @Nullable Resolved resolved) {
    return new Told(
        kind,
        true,
        from,
        headers.sequence(),
        id(headers),
        record,
        -1,
        null,
        data,
        headers.get("ce_snapshot"),
        watermark == null ? Watermark.UNKNOWN : watermark,
        resolved);
  }

  private static String id(Headers headers) {
    String id = headers.get("ce_id");
    return id == null ? "" : id;
  }

  private static Told unreadable(
      @Nullable SourceName from, Headers headers, @Nullable RecordName record) {
    return new Told(
        Kind.UNREADABLE,
        from != null,
        from == null ? NOBODY : from,
        from == null ? 0 : headers.sequence(),
        id(headers),
        record,
        -1,
        null,
        null,
        null,
        Watermark.UNKNOWN,
        null);
  }
}
