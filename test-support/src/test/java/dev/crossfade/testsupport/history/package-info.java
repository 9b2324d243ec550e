/** The checker of histories is checked: by histories that are sound, and by ones that are not. */
@NullMarked
package dev.crossfade.testsupport.history;

import org.jspecify.annotations.NullMarked;
