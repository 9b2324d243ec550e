/** What a caller is told when a request fails: RFC 9457 problems. */
@NullMarked
package dev.crossfade.kit.problem;

import org.jspecify.annotations.NullMarked;
