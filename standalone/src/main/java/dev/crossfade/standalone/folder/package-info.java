/** Blueprints' folders: those that come along, and a user's own. */
@NullMarked
package dev.crossfade.standalone.folder;

import org.jspecify.annotations.NullMarked;
