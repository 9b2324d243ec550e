package dev.crossfade.core.propose;

import dev.crossfade.core.propose.Profile.Kind;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The column that a field may get.
 *
 * @param type as a blueprint writes it
 * @param format of a column's form: epoch-millis or epoch-seconds; null for none
 * @param note what a person should look at; null for nothing
 */
record TypeGuess(String type, @Nullable String format, @Nullable String note) {
  private static final Pattern MONEY =
      Pattern.compile(
          "(^|.*_)(price|amount|total|fee|cost|rate|weight|score|balance|salary|tax|discount|gpa)(_.*|$)");
  private static final Pattern TIME =
      Pattern.compile("(^|.*_)(at|time|timestamp|date|on|created|updated|expires|since|until)$");
  private static final Pattern VECTOR = Pattern.compile(".*(embedding|vector).*");
  private static final long MILLIS_2000 = 946_684_800_000L;
  private static final long MILLIS_2100 = 4_102_444_800_000L;
  private static final int MAX_SCALE = 6;
  private static final int MIN_VECTOR = 16;
  private static final long INTEGER_WITH_ROOM = 500_000_000;

  static TypeGuess of(String name, Profile profile) {
    String snake = Words.snake(name);
    if (profile.only(Kind.BOOLEAN)) {
      return plain("boolean");
    }
    if (profile.onlyNumbers()) {
      return number(snake, profile);
    }
    if (profile.only(Kind.STRING)) {
      return text(snake, profile);
    }
    if (profile.only(Kind.ARRAY)) {
      return array(snake, profile);
    }
    if (profile.values() == 0) {
      return new TypeGuess("jsonb", null, "only null was seen");
    }
    return profile.kinds().size() > 1
        ? new TypeGuess("jsonb", null, "values of several types were seen")
        : plain("jsonb");
  }

  private static TypeGuess plain(String type) {
    return new TypeGuess(type, null, null);
  }

  private static TypeGuess number(String name, Profile profile) {
    boolean whole = profile.only(Kind.INTEGER);
    if (whole && profile.within(MILLIS_2000, MILLIS_2100)) {
      return new TypeGuess("timestamptz", "epoch-millis", "looks like milliseconds since 1970");
    }
    boolean time = TIME.matcher(name).matches();
    if (whole && time && profile.within(MILLIS_2000 / 1_000, MILLIS_2100 / 1_000)) {
      return new TypeGuess("timestamptz", "epoch-seconds", "looks like seconds since 1970");
    }
    if (whole && !MONEY.matcher(name).matches()) {
      return profile.within(-INTEGER_WITH_ROOM, INTEGER_WITH_ROOM)
          ? plain("integer")
          : profile.within(Long.MIN_VALUE, Long.MAX_VALUE)
              ? plain("bigint")
              : new TypeGuess("jsonb", null, "whole numbers beyond 64 bits");
    }
    if (profile.scale() > MAX_SCALE || profile.digits() > 15) {
      return new TypeGuess(
          "jsonb", null, "numbers with many digits, as computing in floating point makes them");
    }
    int scale = Math.max(2, profile.scale());
    int digits = Math.max(8, profile.digits() + 3);
    return new TypeGuess(
        "numeric(" + (digits + scale) + "," + scale + ")",
        null,
        "are digits and decimal places right?");
  }

  private static TypeGuess text(String name, Profile profile) {
    if (profile.has(TextForm.DATE)) {
      return plain("date");
    }
    if (profile.has(TextForm.DATE_TIME)) {
      return plain("timestamptz");
    }
    if (profile.has(TextForm.TIME) && name.contains("time")) {
      return plain("time");
    }
    if (profile.has(TextForm.UUID)) {
      return plain("uuid");
    }
    int length = roomFor(profile.longest());
    return plain(length == 0 ? "text" : "text(" + length + ")");
  }

  private static TypeGuess array(String name, Profile profile) {
    Profile elements = profile.elements();
    if (elements == null || elements.values() == 0 || elements.hasNulls()) {
      return plain("jsonb");
    }
    int size = profile.commonSize();
    if (elements.onlyNumbers() && size >= MIN_VECTOR && VECTOR.matcher(name).matches()) {
      return new TypeGuess(
          "vector(" + size + ")", null, "each has " + size + " numbers; kept as double precision");
    }
    if (elements.only(Kind.STRING)) {
      TypeGuess each = text("", elements);
      return each.type().equals("time") ? plain("text[]") : plain(each.type() + "[]");
    }
    boolean whole = elements.only(Kind.INTEGER) && elements.within(Long.MIN_VALUE, Long.MAX_VALUE);
    return plain(elements.only(Kind.BOOLEAN) ? "boolean[]" : whole ? "bigint[]" : "jsonb");
  }

  /** A length with room for texts that were not seen; 0 for none. */
  static int roomFor(int longest) {
    for (int length : new int[] {50, 100, 200, 500, 1_000, 2_000}) {
      if (4 * longest <= length) {
        return length;
      }
    }
    return 0;
  }

  static boolean isSecret(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    boolean counts = plain.matches(".*(tokens|tokencount|count|limit|usage)");
    return !counts
        && plain.matches(".*(token|secret|password|passwd|apikey|privatekey|credential).*");
  }
}
