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
 * @param reflects what the state knows of each source that it knows anything of
 * @param heldSince where the first event lies that cannot be read and keeps later ones waiting
 */
public record RecordState(
    @Nullable Position position,
    @Nullable String source,
    @Nullable Digest digest,
    @Nullable SchemaReference schema,
    long revision,
    Map<String, Known> reflects,
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

  /** What the state knows of a source. */
  public Known known(String of) {
    return reflects.getOrDefault(of, Known.NOTHING);
  }

  boolean reflects(String of, long sequence) {
    return known(of).sequence() >= sequence;
  }

  /**
   * The state behind a live event.
   *
   * @param content null where it deleted the record
   */
  RecordState next(
      Position at, String by, long sequence, @Nullable Digest content, SchemaReference under) {
    Known knows = known(by).live(sequence, at.offset());
    return moved(at, by, content, under, with(superseded(by), by, knows));
  }

  /**
   * The state behind a row of a snapshot that made it, or made it anew.
   *
   * @param knows what the state then knows of the row's source
   */
  RecordState read(Position at, String by, Known knows, Digest content, SchemaReference under) {
    return moved(at, by, content, under, with(superseded(by), by, knows));
  }

  /** The state behind a row of a snapshot that filled in what another source made. */
  RecordState filled(Position at, String by, Known knows, Digest content, SchemaReference under) {
    return moved(at, source, content, under, with(superseded(by), by, knows));
  }

  /** The same record, of which the state knows something else. */
  RecordState knowing(String of, Known knows) {
    return new RecordState(
        position, source, digest, schema, revision, with(reflects, of, knows), heldSince);
  }

  private RecordState moved(
      Position at,
      @Nullable String by,
      @Nullable Digest content,
      SchemaReference under,
      Map<String, Known> knows) {
    return new RecordState(at, by, content, under, revision + 1, knows, heldSince);
  }

  /** What the state knows, with what its maker said where another source changes it now. */
  private Map<String, Known> superseded(String by) {
    if (source == null || source.equals(by) || digest == null) {
      return reflects;
    }
    Known maker = known(source);
    return maker.said() != null ? reflects : with(reflects, source, maker.saying(digest));
  }

  private static Map<String, Known> with(Map<String, Known> known, String of, Known knows) {
    Map<String, Known> next = new HashMap<>(known);
    if (knows.equals(Known.NOTHING)) {
      next.remove(of);
    } else {
      next.put(of, knows);
    }
    return next;
  }

  RecordState held(Position since) {
    return heldSince != null
        ? this
        : new RecordState(position, source, digest, schema, revision, reflects, since);
  }
}
