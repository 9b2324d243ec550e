package dev.crossfade.core.cutover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's own switch, as it was begun: docs/cutover.md, "One tenant at a time".
 *
 * @param id a UUID; the comparison that it asks for bears the same
 * @param to where the tenant is to read
 * @param since when, by the clock of who wrote it
 * @param by who asked for it
 * @param reason for a person
 * @param pin how the tenant was pinned then; null: not at all
 */
public record TenantSwitch(
    String id,
    String tenant,
    Reads to,
    Instant since,
    String by,
    String reason,
    @Nullable Pin pin) {

  /**
   * How one ended.
   *
   * @param at when
   * @param done whether the tenant was pinned; else its reads were left where they were
   * @param step the one that it ended with
   * @param detail for a person; shows no data
   */
  public record Ended(TenantSwitch order, Instant at, boolean done, String step, String detail) {}
}
