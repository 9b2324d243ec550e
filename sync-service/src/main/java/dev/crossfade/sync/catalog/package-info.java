/** Tables that are there already, from PostgreSQL's catalogue, held against a blueprint. */
@NullMarked
package dev.crossfade.sync.catalog;

import org.jspecify.annotations.NullMarked;
