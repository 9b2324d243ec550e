package dev.crossfade.reconcile.report;

/** Collects a page; whatever is text is escaped. For one thread. */
final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Markup as it is: never anything that came from outside. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** A text, where markup or an attribute's quotes may stand around it. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> {
          boolean odd =
              (Character.isISOControl(c) && c != '\n')
                  || Character.getType(c) == Character.FORMAT
                  || (Character.isSurrogate(c) && !paired(text, i));
          // What would turn the direction of a text, or end it, is shown as what it is.
          page.append(odd ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
      }
    }
    return this;
  }

  private static boolean paired(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  /** An element of a text. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">");
  }

  /** A line of a table. */
  Html row(String cell, String... texts) {
    raw("<tr>");
    for (String text : texts) {
      element(cell, text);
    }
    return raw("</tr>\n");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
