package dev.crossfade.core.blueprint;

import java.util.regex.Pattern;

/** The names of blueprints, domains and rows. They go into topics, addresses and derived ids. */
final class Names {
  static final String RULE =
      "a name is a lower-case letter, then up to 62 lower-case letters, digits, _ or -.";

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private Names() {}

  static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }
}
