/** Command line options that several services share, with their environment variables. */
@NullMarked
package dev.crossfade.kit.config;

import org.jspecify.annotations.NullMarked;
