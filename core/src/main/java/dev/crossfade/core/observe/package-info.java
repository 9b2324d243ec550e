/** What devices tell of themselves, as it lies in the observations topic. */
@NullMarked
package dev.crossfade.core.observe;

import org.jspecify.annotations.NullMarked;
