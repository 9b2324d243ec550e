/** The HTTP interface for events: a request in, one answer for all of its events out. */
@NullMarked
package dev.crossfade.ingest.events;

import org.jspecify.annotations.NullMarked;
