/**
 * Legacy stores as browsers hold them: what the libraries wrap around a state, taken off again, and
 * the records found inside.
 */
@NullMarked
package dev.crossfade.core.legacy;

import org.jspecify.annotations.NullMarked;
