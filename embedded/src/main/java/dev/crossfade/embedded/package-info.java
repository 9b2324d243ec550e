/** A real Kafka broker and a real PostgreSQL on this machine, with data that survives restarts. */
@NullMarked
package dev.crossfade.embedded;

import org.jspecify.annotations.NullMarked;
