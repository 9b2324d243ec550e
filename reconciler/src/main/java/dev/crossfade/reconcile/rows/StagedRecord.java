package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import java.util.UUID;

/**
 * A record with the rows that it should have.
 *
 * @param rowId of its own row
 * @param document in the present form
 */
record StagedRecord(RecordKey key, UUID rowId, Document document, Forward.Mapped mapped) {}
