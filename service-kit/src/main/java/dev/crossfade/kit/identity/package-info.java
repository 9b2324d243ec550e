/** Who is asking: tokens, roles and the tenant, and the development mode without keys. */
@NullMarked
package dev.crossfade.kit.identity;

import org.jspecify.annotations.NullMarked;
