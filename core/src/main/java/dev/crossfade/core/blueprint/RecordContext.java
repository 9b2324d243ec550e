package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import java.time.Instant;

/**
 * What a mapping must know about a record besides its document.
 *
 * @param source the source to which the record belongs; it counts where ids have the scope of a
 *     source
 * @param time what {@code $time} stands for: a time of the event, never of the reading clock
 */
public record RecordContext(RecordKey key, String source, Instant time) {}
