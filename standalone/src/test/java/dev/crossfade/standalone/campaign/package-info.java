/** Rounds of faults under load, each judged by the checker of histories. */
@NullMarked
package dev.crossfade.standalone.campaign;

import org.jspecify.annotations.NullMarked;
