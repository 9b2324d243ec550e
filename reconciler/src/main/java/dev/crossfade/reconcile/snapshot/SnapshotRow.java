package dev.crossfade.reconcile.snapshot;

import dev.crossfade.core.event.ChangeEvent.RecordRead;
import java.time.Instant;

/**
 * A row of a snapshot as it lies in the log. Of several about one record the last one counts.
 *
 * @param offset where it lies, in the tenant's partition
 * @param appended when it was appended: what defaults come from
 */
public record SnapshotRow(long offset, Instant appended, RecordRead read) {}
