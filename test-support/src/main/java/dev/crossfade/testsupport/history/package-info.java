/**
 * Judges a history: what clients sent and were answered, the log, and the tables at one moment. It
 * shares no code with what it judges, and follows docs/conflicts.md and docs/snapshots.md.
 */
@NullMarked
package dev.crossfade.testsupport.history;

import org.jspecify.annotations.NullMarked;
