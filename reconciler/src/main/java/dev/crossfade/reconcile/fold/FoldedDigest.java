package dev.crossfade.reconcile.fold;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a record was at a position.
 *
 * @param offset of the event that had made it so
 * @param digest of its document; null for a tombstone
 */
public record FoldedDigest(RecordKey record, long offset, @Nullable Digest digest) {}
