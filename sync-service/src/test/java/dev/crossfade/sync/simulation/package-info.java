/**
 * A seeded simulation of clients, log, sync and database, its judges, and the mutants it catches.
 */
@NullMarked
package dev.crossfade.sync.simulation;

import org.jspecify.annotations.NullMarked;
