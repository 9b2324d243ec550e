package dev.crossfade.core.propose;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member that each record has and that may be its id or a part of it.
 *
 * @param values as texts, one a record, in their order
 * @param distinct how many different ones
 */
record IdPart(String name, Role role, List<String> values, int distinct) {
  private static final Pattern ID = Pattern.compile("(.+)_id");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(.+)_)?(?:index|idx|position|pos|number|num|no|nr|seq|sequence|ordinal|line|page)");

  /** Ids of the record's kin: none of them says which record this is. */
  private static final Pattern KIN =
      Pattern.compile("(.+_)?(parent|previous|prev|next|root|reply_to)_id");

  /** Nothing that would end a comment. */
  private static final Pattern ON_ONE_LINE = Pattern.compile("[^\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** Longer ones are texts that people write. */
  private static final int MAX_LENGTH = 64;

  /** What a member is likely to mean; the first tell records apart best. */
  enum Role {
    /** A place in something: an index, a number. */
    PLACE(0),
    /** It is called like an id, and not one of the kin. */
    ID(1),
    /** A day, a word that a program chose, an id of the kin. */
    CHOICE(2),
    /** What is unique at most by accident: a time, a text, an amount. */
    ACCIDENT(4);

    private final int cost;

    Role(int cost) {
      this.cost = cost;
    }

    int cost() {
      return cost;
    }
  }

  /** The part; null where the member can be none. */
  static @Nullable IdPart of(Found found, String name, Profile profile) {
    List<String> values = MemberIds.of(found, name);
    if (values == null
        || (profile.longest() > MAX_LENGTH && !IdGuess.isIdName(name))
        || !Leaves.isUsable(name)
        || !ON_ONE_LINE.matcher(name).matches()
        || TypeGuess.isSecret(name)
        || TypeGuess.of(name, profile).type().startsWith("numeric")) {
      return null;
    }
    int distinct =
        (int) values.stream().map(value -> value.toLowerCase(Locale.ROOT)).distinct().count();
    return new IdPart(name, role(name, profile), values, distinct);
  }

  private static Role role(String name, Profile profile) {
    if (IdGuess.isIdName(name)) {
      return KIN.matcher(Words.snake(name)).matches() ? Role.CHOICE : Role.ID;
    }
    if (PLACE.matcher(Words.snake(name)).matches() && profile.only(Profile.Kind.INTEGER)) {
      return Role.PLACE;
    }
    return profile.has(TextForm.DATE) || profile.has(TextForm.WORD) ? Role.CHOICE : Role.ACCIDENT;
  }

  boolean isUnique() {
    return distinct == values.size();
  }

  /** Whether the domain is named after what this is the id or the place of. */
  boolean isOf(String domain) {
    String snake = Words.snake(name);
    for (Pattern form : List.of(ID, PLACE)) {
      Matcher matcher = form.matcher(snake);
      if (matcher.matches() && matcher.group(1) != null) {
        return Words.sound(domain).contains(Words.sound(matcher.group(1)));
      }
    }
    return false;
  }
}
