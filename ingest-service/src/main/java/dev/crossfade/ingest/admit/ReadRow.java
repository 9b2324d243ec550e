package dev.crossfade.ingest.admit;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import org.jspecify.annotations.Nullable;

/**
 * A record as a snapshot has it.
 *
 * @param id under which the store, or the line, holds it; null where only its data names it
 */
public record ReadRow(Domain domain, @Nullable String id, Document data) {}
