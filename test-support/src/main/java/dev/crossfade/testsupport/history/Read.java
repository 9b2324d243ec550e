package dev.crossfade.testsupport.history;

import org.jspecify.annotations.Nullable;

/**
 * One read of one record. {@code began} and {@code ended} are of one clock, in any unit, as is
 * {@link Tables#takenAt}; 0: not known.
 *
 * @param waitFor the position that was to be waited for; null: none
 */
public record Read(
    RecordName record, @Nullable Place waitFor, long began, long ended, Result result) {

  /** What was answered. */
  public sealed interface Result {}

  /**
   * The record.
   *
   * @param position of the version
   * @param state what keeps a write from showing ({@code parked}, {@code held}, {@code conflict});
   *     null: nothing
   * @param data the JSON object
   */
  public record Found(Place position, @Nullable String state, String data) implements Result {}

  /**
   * There is no such record: deleted, or never there.
   *
   * @param position of the delete, where it was named
   */
  public record Absent(@Nullable Place position, @Nullable String state) implements Result {}

  /** The position waited for is not reached. */
  public record NotYet() implements Result {}
}
