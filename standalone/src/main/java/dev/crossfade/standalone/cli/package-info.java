/** The {@code crossfade} command line. */
@NullMarked
package dev.crossfade.standalone.cli;

import org.jspecify.annotations.NullMarked;
