package dev.crossfade.reconcile.fold;

/** What a fold answers that was asked at a position. */
public sealed interface FoldAnswer {
  /** The fold at that position. To be closed. */
  record At(FoldView view) implements FoldAnswer {}

  /**
   * The fold has not come that far yet: ask again.
   *
   * @param nextOffset as far as it has come
   */
  record Behind(long nextOffset) implements FoldAnswer {}

  /**
   * What it would take to go back that far is not kept any more.
   *
   * @param floor the lowest position that can be asked for
   */
  record Pruned(long floor) implements FoldAnswer {}

  /** The partition is folded by another instance, or by none, or is still being restored. */
  record NotHere() implements FoldAnswer {}

  /**
   * The partition stands still until a person has looked: the log is not the one that was folded,
   * or part of it is gone.
   *
   * @param why for an operator; shows no data
   */
  record Halted(String why) implements FoldAnswer {}
}
