/** Writers as a migration meets them: several sources a tenant, retries, and deliberate trouble. */
@NullMarked
package dev.crossfade.standalone.demo.write;

import org.jspecify.annotations.NullMarked;
