/**
 * The log at its edge: Kafka's records to and from ours, and the control log with its
 * compare-and-set.
 */
@NullMarked
package dev.crossfade.kit.log;

import org.jspecify.annotations.NullMarked;
