/** Tests. */
@NullMarked
package dev.crossfade.standalone.load;

import org.jspecify.annotations.NullMarked;
