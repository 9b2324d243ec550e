package dev.crossfade.standalone.sample;

/** Where a domain's ids come from. */
enum IdKind {
  FIELD,
  KEY,
  COMPOSITE,
  SINGLETON
}
