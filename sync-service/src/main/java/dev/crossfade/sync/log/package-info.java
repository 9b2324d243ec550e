/** Single events of the log, read and written by requests, beside the consumer that applies it. */
@NullMarked
package dev.crossfade.sync.log;

import org.jspecify.annotations.NullMarked;
