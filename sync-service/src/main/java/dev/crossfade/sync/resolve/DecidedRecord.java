package dev.crossfade.sync.resolve;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.store.ParkedList;
import dev.crossfade.sync.store.RecordStates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was decided, whether or not it could be written.
 *
 * @param position of the event whose state it is
 * @param source whose it is
 * @param document null where it is deleted
 * @param version of the document
 */
public record DecidedRecord(
    Position position, String source, @Nullable Document document, int version) {

  /** By the tables, as the snapshot shows them; null where the record was never there. */
  public static @Nullable DecidedRecord of(
      DSLContext snapshot, short migration, RecordKey key, Function<Digest, Blueprint> blueprints) {
    RecordState state = RecordStates.read(snapshot, migration, List.of(key)).get(key);
    Position position = state == null ? null : state.position();
    String source = state == null ? null : state.source();
    if (state == null || position == null || source == null) {
      return null;
    }
    if (!state.present()) {
      return new DecidedRecord(position, source, null, 0);
    }
    ParkedList.Entry parked = ParkedList.of(snapshot, migration, key);
    String waits =
        parked == null || !parked.position().equals(position) ? null : parked.parked().document();
    if (parked != null && waits != null) {
      Document document = Document.stored(waits.getBytes(StandardCharsets.UTF_8));
      return new DecidedRecord(position, source, document, parked.parked().origin().version());
    }
    LastWritten written = LastWritten.of(snapshot, migration, key, blueprints);
    return new DecidedRecord(position, source, written.document(), written.version());
  }
}
