package dev.crossfade.testsupport.history;

/**
 * Something that must not be.
 *
 * @param invariant its number in docs/invariants.md
 * @param about the event, record or source
 */
public record Violation(int invariant, String about, String expected, String found) {
  private static final int MOST = 300;

  public Violation {
    about = brief(about);
    expected = brief(expected);
    found = brief(found);
  }

  private static String brief(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }

  @Override
  public String toString() {
    return "I" + invariant + " " + about + ": expected " + expected + ", found " + found;
  }
}
