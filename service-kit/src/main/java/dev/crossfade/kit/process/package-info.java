/** One process: services behind one HTTP server, from start to the signal that ends it. */
@NullMarked
package dev.crossfade.kit.process;

import org.jspecify.annotations.NullMarked;
