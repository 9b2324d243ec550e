package dev.crossfade.standalone.load;

import dev.crossfade.kit.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server answered, and will not do it. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 500;
  private static final int ERRORS = 5;

  private final int status;

  private RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** With the words of its problem document, where it sent one. */
  static RefusedException of(String what, int status, byte[] body) {
    String hint =
        switch (status) {
          case 401, 403 -> " Is the token right? See --token-file and CROSSFADE_TOKEN.";
          case 404 ->
              ofOurs(body) ? "" : " Is it the right --migration, and does this server take it?";
          default -> "";
        };
    return new RefusedException(
        status, what + " was refused with " + status + ": " + words(body) + hint);
  }

  /** Whether the server says what it does not have, and is not another one altogether. */
  private static boolean ofOurs(byte[] body) {
    try {
      String type = JsonMapper.shared().readTree(body).path("type").asString("");
      return type.startsWith(Problem.BASE)
          && !type.endsWith("/not-found")
          && !type.endsWith("/unknown-migration");
    } catch (JacksonException e) {
      return false;
    }
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  private static String words(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      JsonNode problem = JsonMapper.shared().readTree(text);
      if (problem.path("title").isString()) {
        StringBuilder words = new StringBuilder(problem.path("title").stringValue()).append('.');
        if (problem.path("detail").isString()) {
          words.append(' ').append(problem.path("detail").stringValue());
        }
        int told = 0;
        for (JsonNode error : problem.path("errors")) {
          if (told++ < ERRORS) {
            words.append("\n  ").append(error.path("pointer").asString(""));
            words.append(' ').append(error.path("detail").asString(""));
          }
        }
        return words.toString();
      }
    } catch (JacksonException e) {
      // No JSON: shown as it is.
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
