package dev.crossfade.reconcile.run;

import dev.crossfade.kit.migration.Migration;

/**
 * A part of a run, to be compared.
 *
 * @param migrationId the number that stands for the migration in the tables
 * @param part a partition, or {@link #TABLES}
 */
public record Work(Migration migration, short migrationId, Level level, Scope scope, int part) {
  /** The part that is the tables as a whole, whatever partition their records lie in. */
  public static final int TABLES = -1;

  /** Whether it is the tables as a whole. */
  public boolean tables() {
    return part == TABLES;
  }
}
