package dev.crossfade.standalone.demo.write;

/** What goes wrong on the way, on purpose. */
public enum Trouble {
  /** The same request goes twice. */
  REPEATED,
  /** Half of a batch goes once more, among new events. */
  HALF_REPEATED,
  /** Two requests arrive in the wrong order. */
  OVERTAKEN,
  /** An event is refused, and comes corrected under its number, later. */
  CORRECTED,
  /** An event is refused, and its number is given up. */
  GIVEN_UP
}
