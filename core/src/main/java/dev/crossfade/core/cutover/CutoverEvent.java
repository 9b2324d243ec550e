package dev.crossfade.core.cutover;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What the cutover is folded from: of an event of the control log that counts, what it says. */
public record CutoverEvent(String type, Instant time, ObjectNode data) {}
