/** The migrations that a service serves: their topics, their control state, their blueprints. */
@NullMarked
package dev.crossfade.kit.migration;

import org.jspecify.annotations.NullMarked;
