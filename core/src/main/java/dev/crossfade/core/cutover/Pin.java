package dev.crossfade.core.cutover;

import java.time.Instant;

/**
 * One tenant, by name and on record.
 *
 * @param by who pinned it
 * @param reason for a person
 */
public record Pin(Reads reads, Instant at, String by, String reason) {}
