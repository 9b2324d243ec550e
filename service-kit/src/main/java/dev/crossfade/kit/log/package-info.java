/**
 * The log at its edge: Kafka's records to and from ours, producers that live on, and the control
 * log with its compare-and-set.
 */
@NullMarked
package dev.crossfade.kit.log;

import org.jspecify.annotations.NullMarked;
