/** The worker of a partition, without a broker and a database. */
@NullMarked
package dev.crossfade.sync.consume;

import org.jspecify.annotations.NullMarked;
