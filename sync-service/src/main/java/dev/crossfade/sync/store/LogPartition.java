package dev.crossfade.sync.store;

/**
 * A partition of a migration's log of changes; the migration by the number it has in the tables.
 */
public record LogPartition(short migration, int partition) {}
