package dev.crossfade.core.blueprint;

/** What happens when two sources changed the same record without having seen each other. */
public enum ConflictPolicy {
  /** The later one in the log wins. */
  AUTO_OVERWRITE,
  /** The earlier one in the log stays. */
  AUTO_SKIP,
  /** Fields that only one of them changed are merged. */
  AUTO_MERGE,
  /** Both wait for a person. */
  INTERACTIVE
}
