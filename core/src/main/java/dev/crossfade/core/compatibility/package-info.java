/** Whether a blueprint may follow the one that was published before. */
@NullMarked
package dev.crossfade.core.compatibility;

import org.jspecify.annotations.NullMarked;
