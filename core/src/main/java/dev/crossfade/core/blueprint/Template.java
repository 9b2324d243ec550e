package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with places in it, {@code {parent_name}, {parent_phone}}: made of parts, or cut into them.
 * What was cut from a text gives that very text when it is put together again.
 *
 * @param names what stands in the braces
 * @param literals what stands before, between and behind them: one more than names, none empty
 *     between two places
 */
record Template(List<String> names, List<String> literals) {

  /** What a form means: a template without a problem, or a problem. */
  sealed interface Reading {
    record Ok(Template template) implements Reading {}

    record Wrong(String sentence) implements Reading {}
  }

  static Reading read(String form) {
    List<String> names = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = form.indexOf('{', at);
      String literal = open < 0 ? form.substring(at) : form.substring(at, open);
      if (literal.indexOf('}') >= 0) {
        return new Reading.Wrong("has a } without a {.");
      }
      literals.add(literal);
      if (open < 0) {
        break;
      }
      int close = form.indexOf('}', open);
      String name = close < 0 ? "{" : form.substring(open + 1, close);
      if (name.isEmpty() || name.indexOf('{') >= 0) {
        return new Reading.Wrong("has a { that no name and } follow.");
      }
      if (names.contains(name)) {
        return new Reading.Wrong("names " + name + " twice.");
      }
      names.add(name);
      at = close + 1;
    }
    if (names.isEmpty()) {
      return new Reading.Wrong("names nothing in braces.");
    }
    if (literals.subList(1, literals.size() - 1).contains("")) {
      return new Reading.Wrong(
          "needs something between two names, like a comma, to know where to cut.");
    }
    return new Reading.Ok(new Template(List.copyOf(names), List.copyOf(literals)));
  }

  /** The text of these parts. */
  String join(List<String> parts) {
    StringBuilder text = new StringBuilder(literals.getFirst());
    for (int i = 0; i < names.size(); i++) {
      text.append(parts.get(i)).append(literals.get(i + 1));
    }
    return text.toString();
  }

  /** The parts of a text, cut where the literals first stand; null when it has another form. */
  @Nullable List<String> split(String text) {
    String start = literals.getFirst();
    String end = literals.getLast();
    if (!text.startsWith(start)
        || !text.endsWith(end)
        || text.length() < start.length() + end.length()) {
      return null;
    }
    String rest = text.substring(start.length(), text.length() - end.length());
    List<String> parts = new ArrayList<>(names.size());
    int at = 0;
    for (int i = 1; i < names.size(); i++) {
      int cut = rest.indexOf(literals.get(i), at);
      if (cut < 0) {
        return null;
      }
      parts.add(rest.substring(at, cut));
      at = cut + literals.get(i).length();
    }
    parts.add(rest.substring(at));
    return parts;
  }
}
