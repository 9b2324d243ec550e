/** What is proven of each tenant, published for all who decide by it. */
@NullMarked
package dev.crossfade.reconcile.proof;

import org.jspecify.annotations.NullMarked;
