package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import org.jspecify.annotations.Nullable;

/**
 * A record as the fold has it.
 *
 * @param at what it was at the position; null where no event had decided it yet
 * @param exact whether {@code state} and {@code document} are of the position: no event at or above
 *     it has touched the record. Else they are of the fold's end
 * @param state the whole state, of a record that is only held, too
 * @param document what it is; null for a tombstone, and for a record that is only held
 */
public record FoldedRecord(
    RecordKey record,
    @Nullable FoldedDigest at,
    boolean exact,
    RecordState state,
    @Nullable Document document) {}
