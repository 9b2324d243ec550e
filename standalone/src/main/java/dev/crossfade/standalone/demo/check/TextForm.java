package dev.crossfade.standalone.demo.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places in braces, as {@code split} and {@code join} write it.
 *
 * @param names what stands in the braces
 * @param text the form itself
 * @param pattern finds the places in a text
 */
record TextForm(List<String> names, String text, Pattern pattern) {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  static TextForm of(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    Matcher places = PLACE.matcher(text);
    int end = 0;
    while (places.find()) {
      pattern.append(Pattern.quote(text.substring(end, places.start()))).append("(.*?)");
      names.add(places.group(1));
      end = places.end();
    }
    pattern.append(Pattern.quote(text.substring(end)));
    return new TextForm(
        List.copyOf(names), text, Pattern.compile(pattern.toString(), Pattern.DOTALL));
  }

  /** The parts of a text, cut where the words between them first stand; null for another form. */
  @Nullable List<String> cut(String whole) {
    Matcher matcher = pattern.matcher(whole);
    if (!matcher.matches()) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= names.size(); i++) {
      parts.add(matcher.group(i));
    }
    return parts;
  }

  /** The text with these in its places. */
  String fill(List<String> parts) {
    Matcher places = PLACE.matcher(text);
    int[] next = {0};
    return places.replaceAll(place -> Matcher.quoteReplacement(parts.get(next[0]++)));
  }
}
