/** The HTTP server every service runs: routes as values, bounded bodies, problems for answers. */
@NullMarked
package dev.crossfade.kit.http;

import org.jspecify.annotations.NullMarked;
