package dev.crossfade.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes texts for simple regular expressions: literals, {@code [a-z_]}, {@code \d}, {@code \w},
 * {@code .}, groups with alternatives, the repetitions <code>? * + {n} {n,} {n,m}</code>, and
 * {@code ^} and {@code $} at the ends.
 */
final class PatternText {
  private static final int MORE = 8;
  private static final String WORD =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

  private final String pattern;
  private final Words words;
  private int at;

  private PatternText(String pattern, Words words) {
    this.pattern = pattern;
    this.words = words;
  }

  /**
   * A text that the pattern finds.
   *
   * @throws IllegalArgumentException when the pattern is not that simple
   */
  static String make(String pattern, Words words) {
    PatternText text = new PatternText(pattern, words);
    String made = text.alternatives();
    if (text.at < pattern.length() || !Pattern.compile(pattern).matcher(made).find()) {
      throw text.tooHard();
    }
    return made;
  }

  private IllegalArgumentException tooHard() {
    return new IllegalArgumentException("no text can be made up for the pattern " + pattern);
  }

  private String alternatives() {
    List<String> all = new ArrayList<>();
    all.add(sequence());
    while (more() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return words.pick(all);
  }

  private String sequence() {
    StringBuilder text = new StringBuilder();
    while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      int begin = at;
      String one = atom();
      int end = at;
      int times = times();
      int after = at;
      for (int i = 0; i < times; i++) {
        text.append(one);
        // Each repetition is another choice.
        at = begin;
        one = atom();
      }
      at = times == 0 ? Math.max(end, after) : after;
    }
    return text.toString();
  }

  private String atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> "";
      case '(' -> group();
      case '[' -> one(members());
      case '.' -> one(WORD);
      case '\\' -> one(escaped());
      case '*', '+', '?', '{' -> throw tooHard();
      default -> String.valueOf(c);
    };
  }

  private String group() {
    if (more() && pattern.charAt(at) == '?') {
      if (!pattern.startsWith("?:", at)) {
        throw tooHard();
      }
      at += 2;
    }
    String inner = alternatives();
    if (!more() || pattern.charAt(at++) != ')') {
      throw tooHard();
    }
    return inner;
  }

  private String one(String members) {
    int index = words.number(0, members.length());
    return members.substring(index, index + 1);
  }

  private String escaped() {
    if (!more()) {
      throw tooHard();
    }
    char c = pattern.charAt(at++);
    return switch (c) {
      case 'd' -> "0123456789";
      case 'w' -> WORD;
      case 's' -> " ";
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw tooHard();
        }
        yield String.valueOf(c);
      }
    };
  }

  private String members() {
    StringBuilder members = new StringBuilder();
    if (more() && pattern.charAt(at) == '^') {
      throw tooHard();
    }
    while (more() && pattern.charAt(at) != ']') {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        members.append(escaped());
      } else if (at + 1 < pattern.length()
          && pattern.charAt(at) == '-'
          && pattern.charAt(at + 1) != ']') {
        for (char x = c; x <= pattern.charAt(at + 1); x++) {
          members.append(x);
        }
        at += 2;
      } else {
        members.append(c);
      }
    }
    if (!more() || members.isEmpty()) {
      throw tooHard();
    }
    at++;
    return members.toString();
  }

  private int times() {
    if (!more()) {
      return 1;
    }
    return switch (pattern.charAt(at)) {
      case '?' -> repeated(0, 1);
      case '*' -> repeated(0, MORE);
      case '+' -> repeated(1, MORE);
      case '{' -> counted();
      default -> 1;
    };
  }

  private int repeated(int least, int most) {
    at++;
    return words.number(least, most + 1);
  }

  private int counted() {
    int end = pattern.indexOf('}', at);
    if (end < 0) {
      throw tooHard();
    }
    List<String> bounds = List.of(pattern.substring(at + 1, end).split(",", -1));
    at = end + 1;
    try {
      int least = Integer.parseInt(bounds.getFirst());
      if (bounds.size() == 1) {
        return least;
      }
      int most = bounds.get(1).isEmpty() ? least + MORE : Integer.parseInt(bounds.get(1));
      return words.number(least, Math.min(most, least + MORE) + 1);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(tooHard().getMessage(), e);
    }
  }

  private boolean more() {
    return at < pattern.length();
  }
}
