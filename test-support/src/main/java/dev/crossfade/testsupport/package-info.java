/** Real servers for tests, started once a test JVM and handed out as parameters. */
@NullMarked
package dev.crossfade.testsupport;

import org.jspecify.annotations.NullMarked;
