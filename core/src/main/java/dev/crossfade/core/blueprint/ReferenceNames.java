package dev.crossfade.core.blueprint;

import java.util.UUID;

/** The way back from a row's id to the id of the record. */
@FunctionalInterface
public interface ReferenceNames {

  /** The canonical id by which its source knows the record of this domain with this row. */
  String idOf(String domain, UUID rowId);
}
