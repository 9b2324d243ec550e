package dev.crossfade.core.blueprint;

/** A place in the legacy store, and where the blueprint names it, to tell problems. */
record LegacyEntry(LegacyPlace place, Section section) {}
