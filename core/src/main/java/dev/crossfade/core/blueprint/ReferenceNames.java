package dev.crossfade.core.blueprint;

import java.util.UUID;

/** The way back from a row's id to the id of the record. */
@FunctionalInterface
public interface ReferenceNames {

  /** The canonical id of the record of this domain that has this row id. */
  String idOf(String domain, UUID rowId);
}
