/** What the sample promises. */
@NullMarked
package dev.crossfade.standalone.sample;

import org.jspecify.annotations.NullMarked;
