package dev.crossfade.kit.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as RFC 9457 has it. Everything here is sent to the caller: no
 * stack traces, class names or SQL.
 *
 * @param type a slug such as {@code not-yet-applied}; rendered as a URI below {@link #BASE}
 * @param title a short sentence that is the same for each problem of this type
 * @param status the HTTP status, 400 to 599
 * @param detail what is the matter this time
 * @param instance a URI or opaque id that names this occurrence
 * @param errors the single violations, when there are several
 * @param retryAfterSeconds the value of {@code Retry-After}, when a retry makes sense
 */
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    List<Error> errors,
    @Nullable Integer retryAfterSeconds) {

  /** Where the problem types are documented. */
  public static final String BASE = "https://crossfade.dev/problems/";

  /**
   * One violation.
   *
   * @param detail what is wrong
   * @param pointer where, as a JSON pointer in URI fragment form such as {@code #/data/age}
   */
  @SuppressWarnings("AvoidCommonTypeNames") // the name RFC 9457's example has
  public record Error(String detail, String pointer) {
    /**
     * One violation.
     *
     * @param pointer by RFC 6901, not yet in fragment form
     */
    public static Error at(String pointer, String detail) {
      return new Error(detail, PointerFragment.of(pointer));
    }
  }

  public Problem {
    errors = List.copyOf(errors);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem has a status from 400 to 599, not " + status);
    }
  }

  /** A problem without further members. */
  public static Problem of(int status, String type, String title, @Nullable String detail) {
    return new Problem(type, title, status, detail, null, List.of(), null);
  }

  /** The full type as it is sent. */
  public String uri() {
    return BASE + type;
  }

  /** The same, naming this occurrence. */
  public Problem withInstance(String newInstance) {
    return new Problem(type, title, status, detail, newInstance, errors, retryAfterSeconds);
  }

  /** The same, with the single violations. */
  public Problem withErrors(List<Error> newErrors) {
    return new Problem(type, title, status, detail, instance, newErrors, retryAfterSeconds);
  }

  /** The same, asking the caller to come again after so many seconds. */
  public Problem withRetryAfter(int seconds) {
    return new Problem(type, title, status, detail, instance, errors, seconds);
  }

  /** This problem as an exception, to leave a handler with. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The same, with a header that belongs to it. */
  public ProblemException exception(String header, String value) {
    return new ProblemException(this, Map.of(header, value));
  }
}
