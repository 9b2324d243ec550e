/** The domain, pure: no HTTP, no SQL, no threads. */
@NullMarked
package dev.crossfade.core;

import org.jspecify.annotations.NullMarked;
