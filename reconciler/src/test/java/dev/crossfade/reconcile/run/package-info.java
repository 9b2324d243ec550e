@NullMarked
package dev.crossfade.reconcile.run;

import org.jspecify.annotations.NullMarked;
