package dev.crossfade.standalone.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/** The values that documents are made of, edge values among them. Not thread-safe. */
final class Words {
  private static final List<String> OFFSETS = List.of("Z", "Z", "+02:00", "-03:30", "+12:45");
  private static final List<String> FRACTIONS = List.of(".000", ".250", "", ".1", ".123456");
  private static final List<String> DECIMALS = List.of("0.1", "0.3", "19.99", "0", "100.00", "7.5");
  private static final List<String> NOTES =
      List.of(
          "Came by bus",
          "Naïve café – “quoted”, 'single', back\\slash, tab\tand\nline",
          "👩‍🏫 great work 🎉",
          "Ещё раз проверить до пятницы",
          "次の授業までに復習する",
          "مراجعة الدرس",
          "");

  private final Random random;
  private final List<Faker> fakers;

  Words(Random random) {
    this.random = random;
    Faker english = new Faker(Locale.ENGLISH, random);
    this.fakers =
        List.of(
            english,
            english,
            english,
            new Faker(Locale.forLanguageTag("ru"), random),
            new Faker(Locale.forLanguageTag("ja"), random));
  }

  Faker faker() {
    return fakers.getFirst();
  }

  /** A person's name, two in five not in Latin letters. */
  String name() {
    return pick(fakers).name().fullName();
  }

  static String email(String name) {
    StringBuilder local = new StringBuilder();
    name.chars()
        .filter(c -> c < 128 && Character.isLetterOrDigit(c))
        .forEach(local::appendCodePoint);
    return "x" + local.toString().toLowerCase(Locale.ROOT) + "@example.org";
  }

  /** A decimal of at most two places; now and then one that a double cannot hold. */
  BigDecimal decimal(int max) {
    return random.nextInt(8) == 0
        ? new BigDecimal(pick(DECIMALS))
        : BigDecimal.valueOf(random.nextInt(max * 100), 2);
  }

  String date(int year) {
    return LocalDate.of(year, 1, 1).plusDays(random.nextInt(365)).toString();
  }

  String timestamp() {
    return date(2025)
        + String.format(
            Locale.ROOT, "T%02d:%02d:%02d", hour(), random.nextInt(60), random.nextInt(60))
        + pick(FRACTIONS)
        + pick(OFFSETS);
  }

  String time() {
    String minutes = String.format(Locale.ROOT, "%02d:%02d", hour(), random.nextInt(60));
    return random.nextInt(4) == 0 ? minutes + ":0" + random.nextInt(10) : minutes;
  }

  private int hour() {
    return random.nextInt(24);
  }

  /** A short text; once in two hundred a very long one. */
  String note() {
    return random.nextInt(200) == 0
        ? "Long. ".repeat(1_600) + pick(NOTES)
        : pick(NOTES) + (random.nextBoolean() ? " #" + random.nextInt(10_000) : "");
  }

  /** A text that is never long. */
  String shortNote() {
    return pick(NOTES);
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int number(int from, int to) {
    return random.nextInt(from, to);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Random random() {
    return random;
  }
}
