package dev.crossfade.core.blueprint;

import java.util.Collection;

/** Finds the name that someone probably meant. */
public final class DidYouMean {
  private DidYouMean() {}

  /** {@code ". Did you mean \"x\"?"}, or what there is to choose from. */
  public static String hint(String wrong, Collection<String> known) {
    String best = null;
    int least = Math.max(2, wrong.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(wrong, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    if (best != null) {
      return ". Did you mean \"" + best + "\"?";
    }
    return known.isEmpty() ? "." : ". Known are: " + String.join(", ", known) + ".";
  }

  /** How many characters to insert, remove or replace, case aside. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] now = new int[b.length() + 1];
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        char y = Character.toLowerCase(b.charAt(j - 1));
        int replace = before[j - 1] + (x == y ? 0 : 1);
        now[j] = Math.min(replace, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[b.length()];
  }
}
