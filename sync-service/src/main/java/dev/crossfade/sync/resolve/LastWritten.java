package dev.crossfade.sync.resolve;

import static dev.crossfade.database.schema.Tables.BLUEPRINT;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.database.rows.RowReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as it was last written, whatever was decided since.
 *
 * @param document null where it is deleted, or was never written
 * @param version of the document; of no meaning where there is none
 */
public record LastWritten(@Nullable Document document, int version) {
  private static final LastWritten NOTHING = new LastWritten(null, 0);

  /**
   * By the tables, as the snapshot shows them.
   *
   * @param blueprints those that rows were ever mapped by
   */
  public static LastWritten of(
      DSLContext snapshot, short migration, RecordKey key, Function<Digest, Blueprint> blueprints) {
    var s = RECORD_STATE;
    Record state =
        snapshot
            .select(s.ROW_ID, s.DOCUMENT, s.DOCUMENT_VERSION, BLUEPRINT.DIGEST, BLUEPRINT.VERSION)
            .from(s)
            .leftJoin(BLUEPRINT)
            .on(BLUEPRINT.ID.eq(s.WRITTEN_BLUEPRINT))
            .where(
                s.MIGRATION.eq(migration),
                s.TENANT.eq(key.tenant()),
                s.DOMAIN.eq(key.domain()),
                s.ID.eq(key.id()))
            .fetchOne();
    byte[] digest = state == null ? null : state.get(BLUEPRINT.DIGEST);
    if (state == null || state.get(s.ROW_ID) == null || digest == null) {
      return NOTHING;
    }
    int mapped = Objects.requireNonNull(state.get(BLUEPRINT.VERSION));
    var captured = state.get(s.DOCUMENT);
    if (captured != null) {
      Integer version = state.get(s.DOCUMENT_VERSION);
      return new LastWritten(
          Document.stored(captured.data().getBytes(StandardCharsets.UTF_8)),
          version == null ? mapped : version);
    }
    Domain domain = blueprints.apply(Digest.stored(digest)).domain(key.domain()).orElse(null);
    if (domain == null) {
      return NOTHING;
    }
    ObjectNode rows =
        new RowReader(snapshot, migration, key.tenant()).read(domain, List.of(key)).get(key);
    // Somebody took its rows away: then they were what was written last.
    return rows == null ? NOTHING : new LastWritten(Document.of(rows), mapped);
  }
}
