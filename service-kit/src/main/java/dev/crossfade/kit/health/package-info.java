/** Named checks behind the liveness and readiness routes. */
@NullMarked
package dev.crossfade.kit.health;

import org.jspecify.annotations.NullMarked;
