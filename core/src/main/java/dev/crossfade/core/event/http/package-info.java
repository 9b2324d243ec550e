/** CloudEvents 1.0.2 over HTTP, as they come: structured, batch and binary. */
@NullMarked
package dev.crossfade.core.event.http;

import org.jspecify.annotations.NullMarked;
