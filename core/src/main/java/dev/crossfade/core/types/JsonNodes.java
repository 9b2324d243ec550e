package dev.crossfade.core.types;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Schemas that are there without being written. */
final class JsonNodes {
  /** Allows everything. */
  static final JsonNode ANY = BooleanNode.TRUE;

  private JsonNodes() {}
}
