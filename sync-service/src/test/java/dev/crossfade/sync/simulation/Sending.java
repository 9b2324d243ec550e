package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.ChangeEvent;

/** One try of a client to get an event into the log, and what it was answered. */
record Sending(ChangeEvent event, Answer answer) {}
