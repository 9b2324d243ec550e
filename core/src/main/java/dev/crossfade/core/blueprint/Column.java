package dev.crossfade.core.blueprint;

/**
 * A column of a mapped table.
 *
 * @param name its name, to be quoted
 * @param size the most characters of a text, or the precision of a numeric; 0: no limit
 * @param scale the decimal places of a numeric, else 0
 */
public record Column(String name, SqlType type, int size, int scale) {

  /** The name as an SQL identifier, quoted. */
  public String quotedName() {
    return Identifiers.quote(name);
  }
}
