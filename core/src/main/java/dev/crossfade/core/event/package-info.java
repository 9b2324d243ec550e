/** The change event and its CloudEvents forms, over HTTP and in Kafka. */
@NullMarked
package dev.crossfade.core.event;

import org.jspecify.annotations.NullMarked;
