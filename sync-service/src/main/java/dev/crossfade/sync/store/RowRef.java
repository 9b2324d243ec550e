package dev.crossfade.sync.store;

import java.util.UUID;

/** A tenant's row by its id, in whatever table. */
public record RowRef(String tenant, UUID id) {}
