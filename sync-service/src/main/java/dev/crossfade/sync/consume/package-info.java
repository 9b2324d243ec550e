/** From Kafka to the applier: partitions, their workers, and when to halt. */
@NullMarked
package dev.crossfade.sync.consume;

import org.jspecify.annotations.NullMarked;
