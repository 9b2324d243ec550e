/** What devices are told: where they read, whether they capture, and when that changes. */
@NullMarked
package dev.crossfade.ingest.client;

import org.jspecify.annotations.NullMarked;
