/** A node: broker, database and services in one JVM, on one data directory. */
@NullMarked
package dev.crossfade.standalone.node;

import org.jspecify.annotations.NullMarked;
