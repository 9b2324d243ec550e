package dev.crossfade.standalone.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import net.datafaker.Faker;

/** The texts that documents are made of, edge values among them. Not thread-safe. */
final class Words {
  private static final List<String> OFFSETS = List.of("Z", "Z", "+02:00", "-03:30", "+12:45");
  private static final List<String> FRACTIONS = List.of(".000", ".250", "", ".1", ".123456");
  private static final String LONG = "Long. ".repeat(1_600);
  private static final List<String> NOTES =
      List.of(
          "Came by bus",
          "Naïve café – “quoted”, 'single', back\\slash, tab\tand\nline",
          "👩‍🏫 great work 🎉",
          "Ещё раз проверить до пятницы",
          "次の授業までに復習する",
          "مراجعة الدرس",
          "Room 12",
          "Ørsted",
          "{\"looks\": \"like JSON\"}",
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

  /**
   * What a word or a datafaker expression stands for.
   *
   * @throws IllegalArgumentException when it stands for nothing; the message says what does
   */
  String spoken(String wish) {
    return switch (wish) {
      case "person" -> pick(fakers).name().fullName();
      case "email" -> email();
      case "phone" -> fakers.getFirst().phoneNumber().cellPhone();
      case "address" -> fakers.getFirst().address().fullAddress();
      case "city" -> fakers.getFirst().address().city();
      case "course" -> fakers.getFirst().educator().course();
      case "url" -> url();
      case "note" -> note();
      default -> expression(wish);
    };
  }

  private String expression(String wish) {
    try {
      return fakers.getFirst().expression(wish.contains("#{") ? wish : "#{" + wish + "}");
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "\""
              + wish
              + "\" says nothing to pick from. Give a list of values, a datafaker expression such"
              + " as '#{Book.title}', or one of person, email, phone, address, city, course, url,"
              + " note",
          e);
    }
  }

  String email() {
    StringBuilder local = new StringBuilder("x");
    spoken("person")
        .chars()
        .filter(c -> c < 128 && Character.isLetterOrDigit(c))
        .forEach(local::appendCodePoint);
    return local.toString().toLowerCase(Locale.ROOT) + "@example.org";
  }

  String url() {
    return "https://example.org/files/" + number(1, 1_000) + ".png";
  }

  String date() {
    return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(1_000)).toString();
  }

  String timestamp() {
    return date()
        + String.format(
            Locale.ROOT, "T%02d:%02d:%02d", hour(), random.nextInt(60), random.nextInt(60))
        + pick(FRACTIONS)
        + pick(OFFSETS);
  }

  /** Hours and minutes, now and then with seconds. */
  String time() {
    String minutes = String.format(Locale.ROOT, "%02d:%02d", hour(), random.nextInt(60));
    return random.nextInt(4) == 0 ? minutes + ":0" + random.nextInt(10) : minutes;
  }

  /** As RFC 3339 has it. */
  String fullTime() {
    return String.format(Locale.ROOT, "%02d:%02d:%02dZ", hour(), random.nextInt(60), 0);
  }

  private int hour() {
    return random.nextInt(24);
  }

  /** In lower case, sometimes in upper case. */
  String uuid() {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return random.nextInt(4) == 0 ? uuid.toUpperCase(Locale.ROOT) : uuid;
  }

  /** A short text; once in two hundred a very long one. */
  String note() {
    return random.nextInt(200) == 0
        ? LONG + pick(NOTES)
        : pick(NOTES) + (random.nextBoolean() ? " #" + random.nextInt(10_000) : "");
  }

  /** A text of so many characters at least and at most, counted as code points. */
  String text(int least, int most) {
    String text = note();
    return fitted(text.length() > 1_000 && most < text.length() ? pick(NOTES) : text, least, most);
  }

  /** A text of exactly so many characters. */
  String filled(int length) {
    return fitted("…" + "abc dé🎈".repeat(length / 7 + 1), length, length);
  }

  static String fitted(String text, int least, int most) {
    int length = text.codePointCount(0, text.length());
    if (length < least) {
      return text + "x".repeat(least - length);
    }
    return length <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** The second one excluded. */
  int number(int from, int to) {
    return random.nextInt(from, to);
  }

  long number(long from, long to) {
    return random.nextLong(from, to);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
