package dev.crossfade.core.decide;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decided state of a record: what the log says it is, whether or not PostgreSQL took it.
 * Immutable.
 *
 * @param position of the event that made it; null before the first
 * @param source that made it; null before the first
 * @param digest of the document; null for a tombstone, and before the first. A tombstone stays for
 *     good: without it a late duplicate would raise the dead.
 * @param schema the blueprint that it was decided under, and the version of the document; null
 *     before the first event
 * @param revision how many events made it what it is
 * @param reflects for each source with numbers, the highest one that the state reflects
 * @param heldSince where the first event lies that cannot be read and keeps later ones waiting
 */
public record RecordState(
    @Nullable Position position,
    @Nullable String source,
    @Nullable Digest digest,
    @Nullable SchemaReference schema,
    long revision,
    Map<String, Long> reflects,
    @Nullable Position heldSince) {
  /** A record that no event has named yet. */
  public static final RecordState ABSENT =
      new RecordState(null, null, null, null, 0, Map.of(), null);

  public RecordState {
    reflects = Map.copyOf(reflects);
  }

  /** Whether the last event deleted it. */
  public boolean deleted() {
    return position != null && digest == null;
  }

  /** Whether there is a document: neither absent nor deleted. */
  public boolean present() {
    return digest != null;
  }

  boolean reflects(String source, long sequence) {
    Long known = reflects.get(source);
    return known != null && known >= sequence;
  }

  /**
   * The state behind an event.
   *
   * @param content null where it deleted the record
   */
  RecordState next(
      Position at, String by, long sequence, @Nullable Digest content, SchemaReference under) {
    Map<String, Long> seen = reflects;
    if (sequence > 0) {
      seen = new HashMap<>(reflects);
      seen.put(by, sequence);
    }
    return new RecordState(at, by, content, under, revision + 1, seen, heldSince);
  }

  RecordState held(Position since) {
    return heldSince != null
        ? this
        : new RecordState(position, source, digest, schema, revision, reflects, since);
  }
}
