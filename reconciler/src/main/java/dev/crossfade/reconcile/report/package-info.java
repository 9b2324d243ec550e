/** What operators ask of comparisons over HTTP, and the reports that they get. */
@NullMarked
package dev.crossfade.reconcile.report;

import org.jspecify.annotations.NullMarked;
