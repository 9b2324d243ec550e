/** What operators decide of records, as events of the log: appended, awaited, accounted for. */
@NullMarked
package dev.crossfade.sync.resolve;

import org.jspecify.annotations.NullMarked;
