@NullMarked
package dev.crossfade.reconcile.parts;

import org.jspecify.annotations.NullMarked;
