package dev.crossfade.standalone.sample;

import tools.jackson.databind.node.ObjectNode;

/**
 * A record as the application holds it.
 *
 * @param id as the application spells it
 * @param deletable whether no other record refers to it, now or later
 */
public record SampleRecord(
    SchoolDomain domain, String id, ObjectNode document, boolean deletable) {}
