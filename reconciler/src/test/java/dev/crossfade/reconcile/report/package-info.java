@NullMarked
package dev.crossfade.reconcile.report;

import org.jspecify.annotations.NullMarked;
