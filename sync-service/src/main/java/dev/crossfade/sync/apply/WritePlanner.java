package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.sync.store.ParkedWrites.Origin;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps what was decided into rows, under the blueprint that it was decided under. Thread-safe. */
final class WritePlanner {
  private static final Logger log = LoggerFactory.getLogger(WritePlanner.class);

  private final Function<Digest, Blueprint> blueprints;

  WritePlanner(Function<Digest, Blueprint> blueprints) {
    this.blueprints = blueprints;
  }

  /**
   * Maps what an event made of its record.
   *
   * @param maker the source that the record is of
   */
  Planned plan(RecordKey key, String maker, Outcome.Applied applied, Decoded.Event event) {
    Instant appended = event.log().appendTime();
    Instant hint = event.event().envelope().time();
    // A client's clock may lag, but nothing happened after it was appended.
    Instant effective = hint == null || hint.isAfter(appended) ? appended : hint;
    SchemaReference schema = Objects.requireNonNull(applied.schema());
    Origin origin = new Origin(schema.blueprint(), schema.version(), maker, effective);
    return plan(key, event.log().position().offset(), origin, applied.document());
  }

  /** Maps what had to wait once more. */
  Planned plan(Parked parked) {
    String text = parked.document();
    Document document =
        text == null ? null : Document.stored(text.getBytes(StandardCharsets.UTF_8));
    return plan(parked.key(), parked.offset(), parked.origin(), document);
  }

  /** Maps a document, of whatever version, by the blueprint of its origin. */
  Planned plan(RecordKey key, long offset, Origin origin, @Nullable Document document) {
    try {
      Blueprint blueprint = blueprints.apply(origin.blueprint());
      Domain domain = blueprint.domain(key.domain()).orElse(null);
      if (domain == null) {
        return waiting(key, offset, origin, document, "the blueprint has no such domain");
      }
      if (document == null) {
        var rows = domain.mapping().keys(key);
        var sets = domain.mapping().setKeys(key);
        UUID rowId = domain.rowId(key);
        return new Planned.Ready(
            new RecordWrite.Delete(key, offset, blueprint, origin, rowId, rows, sets));
      }
      var context = new RecordContext(key, origin.source(), origin.effectiveTime());
      Document present = domain.upcast(origin.version(), document);
      return switch (domain.mapping().forward(present, context)) {
        case Forward.Mapped mapped -> {
          UUID rowId = domain.rowId(key);
          yield new Planned.Ready(
              new RecordWrite.Upsert(
                  key,
                  offset,
                  blueprint,
                  origin,
                  text(document),
                  rowId,
                  new RecordWrite.Mapped(
                      mapped.rows(),
                      mapped.sets(),
                      mapped.exact() && !domain.keepsDocument(),
                      domain.legacyId(present))));
        }
        case Forward.Unmappable unmappable ->
            waiting(key, offset, origin, document, text(unmappable));
      };
    } catch (RuntimeException e) {
      // Whatever this is, it must hold back no other record. Its message may quote the data.
      log.error(
          "A record of domain {} at offset {} cannot be mapped: {} at {}",
          key.domain(),
          offset,
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
      return new Planned.Waiting(
          new Parked(
              key,
              offset,
              Reason.BUG,
              e.getClass().getName(),
              null,
              origin,
              nullableText(document)));
    }
  }

  private static Planned waiting(
      RecordKey key, long offset, Origin origin, @Nullable Document document, String detail) {
    return new Planned.Waiting(
        new Parked(
            key, offset, Reason.VALUE_DOES_NOT_FIT, detail, null, origin, nullableText(document)));
  }

  private static String text(Forward.Unmappable unmappable) {
    return unmappable.violations().stream()
        .map((Violation v) -> v.pointer() + " " + v.detail())
        .collect(Collectors.joining("; "));
  }

  private static @Nullable String nullableText(@Nullable Document document) {
    return document == null ? null : text(document);
  }

  private static String text(Document document) {
    return new String(document.bytes(), StandardCharsets.UTF_8);
  }
}
