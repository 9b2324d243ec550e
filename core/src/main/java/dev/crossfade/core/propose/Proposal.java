package dev.crossfade.core.propose;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A blueprint that may fit, as files.
 *
 * @param yaml the text of {@code blueprint.yaml}, with a comment at each guess
 * @param schemas the JSON Schemas by file, relative to the folder
 * @param form the same in one piece, schemas inlined
 * @param skipped what no domain was proposed for
 * @param remarks what else a person should know
 */
public record Proposal(
    String yaml,
    Map<String, ObjectNode> schemas,
    ObjectNode form,
    List<Skipped> skipped,
    List<String> remarks) {}
