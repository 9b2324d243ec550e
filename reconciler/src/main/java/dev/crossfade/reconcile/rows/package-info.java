/** What is noted of the users' tables, and what documents say, held against what stands in them. */
@NullMarked
package dev.crossfade.reconcile.rows;

import org.jspecify.annotations.NullMarked;
