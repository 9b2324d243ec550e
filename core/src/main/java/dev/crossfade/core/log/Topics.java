package dev.crossfade.core.log;

import java.util.regex.Pattern;

/** The topics of a migration, by name. For ever. */
public record Topics(String migration) {
  /** How many partitions the log of changes gets, unless told otherwise when it is made. */
  public static final int DEFAULT_PARTITIONS = 24;

  /**
   * The consumer group that applies the logs of changes. What it commits tells how far it is, for
   * monitoring and pacing only, and lags behind by a second or so: the truth is in PostgreSQL.
   */
  public static final String SYNC_GROUP = "crossfade-sync";

  private static final String CONTROL_SUFFIX = ".control";
  private static final String DEAD_LETTER_SUFFIX = ".dead-letter";
  private static final String TENANTS_SUFFIX = ".tenants";
  private static final String OBSERVATIONS_SUFFIX = ".observations";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public Topics {
    if (!isMigrationName(migration)) {
      throw new IllegalArgumentException(
          "a migration's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter");
    }
  }

  public static boolean isMigrationName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The truth: every change event, kept for ever, never compacted. */
  public String changes() {
    return migration + ".changes";
  }

  /** For other tools: events that are held, writes that are parked. Nothing here reads it. */
  public String deadLetter() {
    return migration + DEAD_LETTER_SUFFIX;
  }

  /** What the migration is and how far it went: one partition, never compacted, kept for ever. */
  public String control() {
    return migration + CONTROL_SUFFIX;
  }

  /**
   * What is proven of each tenant: compacted, one entry a tenant under the JSON array of its name,
   * in the partition that the tenant has in the log.
   */
  public String tenants() {
    return migration + TENANTS_SUFFIX;
  }

  /** The latest that each device told of itself: compacted, under tenant and source. */
  public String observations() {
    return migration + OBSERVATIONS_SUFFIX;
  }
}
