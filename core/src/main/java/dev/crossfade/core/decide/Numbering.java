package dev.crossfade.core.decide;

/** What an event's sequence says about the event, given what its source has used before. */
enum Numbering {
  /** Behind the last number: directly, or further on, which leaves a hole. */
  NEXT,
  /** In an open hole, which it closes or splits. */
  IN_HOLE,
  /** Used before, by the event of this very id. */
  REPEATED,
  /** Used before, by the event of another id: two histories under one source. */
  FORKED,
  /** Used before, but so long ago that the id is no longer remembered. */
  FORGOTTEN,
  /** It would open one hole too many. */
  TOO_MANY_HOLES
}
