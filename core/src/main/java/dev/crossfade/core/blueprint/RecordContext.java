package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import java.time.Instant;

/**
 * What a mapping must know about a record besides its document.
 *
 * @param source the source of the event; it counts in references to records whose ids have its
 *     scope
 * @param time what {@code $time} stands for: a time of the event, never of the reading clock
 */
public record RecordContext(RecordKey key, String source, Instant time) {}
