/** The demonstration's command. */
@NullMarked
package dev.crossfade.standalone.demo;

import org.jspecify.annotations.NullMarked;
