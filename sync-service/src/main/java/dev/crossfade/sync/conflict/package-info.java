/** Conflicts as operators meet them: both sides listed, and resolved, one or many. */
@NullMarked
package dev.crossfade.sync.conflict;

import org.jspecify.annotations.NullMarked;
