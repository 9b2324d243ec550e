package dev.crossfade.core.event;

import dev.crossfade.core.json.JsonRules;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names and ids must keep to, so that they fit keys, indexes and headers. */
public final class Limits {
  /** The longest id, in UTF-16 units: four bytes each still fit an index row three times over. */
  public static final int MAX_ID = 128;

  /** The longest name of who decided something, in UTF-16 units. */
  public static final int MAX_ACTOR = 200;

  /** The longest reason for a decision, in UTF-16 units. */
  public static final int MAX_REASON = 1_000;

  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._~:@-]{1,128}");

  private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Limits() {}

  /** What is wrong with an id of a record, an event or a tenant; null when it is sound. */
  public static @Nullable String checkId(String id) {
    if (id.isEmpty()) {
      return "is empty";
    }
    if (id.length() > MAX_ID) {
      return "is longer than " + MAX_ID + " characters";
    }
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return "holds a control character";
      }
    }
    return JsonRules.checkText(id);
  }

  /** What is wrong with the id of a source; null when it is sound. */
  public static @Nullable String checkSource(String source) {
    return SOURCE.matcher(source).matches()
        ? null
        : "has other than 1 to " + MAX_ID + " of the characters A-Z a-z 0-9 . _ ~ : @ -";
  }

  /** Whether only Crossfade itself may write under this source. */
  public static boolean isOwnSource(String source) {
    return source.startsWith(ChangeEvent.OWN_SOURCES);
  }

  /** What is wrong with the name of who decided something; null when it is sound. */
  public static @Nullable String checkActor(String actor) {
    return checkProse(actor, MAX_ACTOR);
  }

  /** What is wrong with the reason of a decision; null when it is sound. */
  public static @Nullable String checkReason(String reason) {
    return checkProse(reason, MAX_REASON);
  }

  private static @Nullable String checkProse(String text, int longest) {
    if (text.isBlank()) {
      return "is empty";
    }
    return text.length() > longest
        ? "is longer than " + longest + " characters"
        : JsonRules.checkText(text);
  }

  /** What is wrong with the id of a snapshot; null when it is sound. */
  public static @Nullable String checkSnapshot(String snapshot) {
    return SNAPSHOT.matcher(snapshot).matches()
        ? null
        : "has other than 1 to 64 of the characters A-Z a-z 0-9 . _ -";
  }
}
