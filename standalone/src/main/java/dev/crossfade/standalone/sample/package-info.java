/**
 * Schools to try things with: records as a browser application would have them, the same for each
 * seed.
 */
@NullMarked
package dev.crossfade.standalone.sample;

import org.jspecify.annotations.NullMarked;
