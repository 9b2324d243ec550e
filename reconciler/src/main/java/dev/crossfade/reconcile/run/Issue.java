package dev.crossfade.reconcile.run;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.FieldDifference;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A confirmed difference as it stands, and how a run found it.
 *
 * @param turn those found later have higher ones
 * @param open whether the latest look found it so
 * @param level the one that found it last
 * @param type as {@link dev.crossfade.reconcile.compare.DifferenceType#word} spells it
 * @param table and {@code row} of the row that it is of; empty where it is of none
 * @param source and {@code snapshot} that say otherwise; empty where it is the log
 * @param part of the run, in which it was found
 * @param position at which that run found it; null where that is not told
 * @param fields as that run found them, as far as they may be shown
 * @param expected what should stand there, in short; null where nothing should
 * @param decided who accepted it or sent its repair; null for nobody yet
 */
public record Issue(
    UUID id,
    long turn,
    boolean open,
    State state,
    Level level,
    String type,
    boolean drift,
    RecordKey record,
    String table,
    String row,
    String source,
    String snapshot,
    int part,
    @Nullable Position position,
    List<FieldDifference> fields,
    @Nullable String expected,
    Instant firstSeen,
    @Nullable Decided decided,
    @Nullable Instant endedAt) {

  /** Where it is in its life. */
  public enum State {
    CONFIRMED,
    ACCEPTED,
    REPAIRED;

    /** How reports spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word}; null where it is none of them. */
    public static @Nullable State ofWord(String word) {
      for (State state : values()) {
        if (state.word().equals(word)) {
          return state;
        }
      }
      return null;
    }
  }

  /**
   * What a person decided.
   *
   * @param event the position of the event that is to repair it; null where it was accepted
   */
  public record Decided(Instant at, String by, String reason, @Nullable String event) {}
}
