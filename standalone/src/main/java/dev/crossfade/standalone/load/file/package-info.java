/** Files with the records of a legacy store: dumps of a browser, exports, lines of JSON. */
@NullMarked
package dev.crossfade.standalone.load.file;

import org.jspecify.annotations.NullMarked;
