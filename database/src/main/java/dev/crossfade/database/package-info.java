/** PostgreSQL: its connections, and the schema {@code crossfade} that the services share. */
@NullMarked
package dev.crossfade.database;

import org.jspecify.annotations.NullMarked;
