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
 * @param changes who changed each field last, where that is not for all of them the event that made
 *     the state; else null
 */
public record RecordState(
    @Nullable Position position,
    @Nullable String source,
    @Nullable Digest digest,
    @Nullable SchemaReference schema,
    long revision,
    Map<String, Known> reflects,
    @Nullable Position heldSince,
    @Nullable FieldChanges changes) {
  /** A record that no event has named yet. */
  public static final RecordState ABSENT =
      new RecordState(null, null, null, null, 0, Map.of(), null, null);

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

  /** The source whose event waits there for a person; null where none does any more. */
  public @Nullable String waitingAt(long offset) {
    for (var known : reflects.entrySet()) {
      Known.Waiting waiting = known.getValue().waiting();
      if (waiting != null && waiting.offset() == offset) {
        return known.getKey();
      }
    }
    return null;
  }

  /** Who changed each field last. Only of a state that an event has made. */
  FieldChanges fields() {
    return changes != null ? changes : FieldChanges.all(source, offset());
  }

  /** Whether a writer who had seen that version meets the state as a whole. */
  boolean meets(String writer, long seen) {
    return position != null && new FieldChanges.Change(source, offset()).isForeign(writer, seen);
  }

  private long offset() {
    return position == null ? Known.NONE : position.offset();
  }

  /**
   * What an event makes of a state.
   *
   * @param at where it lies
   * @param by whose the record then is
   * @param content null where it is deleted
   */
  record Made(Position at, String by, @Nullable Digest content, SchemaReference under) {}

  /**
   * The state behind an event that changed all fields.
   *
   * @param knows what the state then knows of the event's source, which made it
   */
  RecordState next(Made made, Known knows) {
    return next(made, made.by(), knows, null);
  }

  /**
   * The state behind an event that perhaps changed only some fields.
   *
   * @param from the event's source, of which the state then knows this
   */
  RecordState next(Made made, String from, Known knows, @Nullable FieldChanges changed) {
    boolean whole =
        changed == null
            || changed.equals(FieldChanges.all(made.by(), made.at().offset()))
            || made.content() == null;
    return new RecordState(
        made.at(),
        made.by(),
        made.content(),
        made.under(),
        revision + 1,
        with(superseded(from), from, knows),
        heldSince,
        whole ? null : changed);
  }

  /** The same record, of which the state knows something else. */
  RecordState knowing(String of, Known knows) {
    return new RecordState(
        position, source, digest, schema, revision, with(reflects, of, knows), heldSince, changes);
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
        : new RecordState(position, source, digest, schema, revision, reflects, since, changes);
  }
}
