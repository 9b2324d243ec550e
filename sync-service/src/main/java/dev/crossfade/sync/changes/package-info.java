/** What changed of a tenant behind a position: asked for page by page, or told as it happens. */
@NullMarked
package dev.crossfade.sync.changes;

import org.jspecify.annotations.NullMarked;
