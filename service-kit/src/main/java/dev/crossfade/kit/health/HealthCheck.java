package dev.crossfade.kit.health;

/** Looks whether something works. */
@FunctionalInterface
public interface HealthCheck {
  /** What a check found; the detail is shown to everybody, so it holds no secrets and no data. */
  sealed interface Result {
    String detail();

    /** It works. */
    record Up(String detail) implements Result {}

    /** It does not. */
    record Down(String detail) implements Result {}
  }

  /** Looks. May block for a short while; an exception counts as down. */
  Result check() throws Exception;

  /** It works. */
  static Result up(String detail) {
    return new Result.Up(detail);
  }

  /** It does not. */
  static Result down(String detail) {
    return new Result.Down(detail);
  }
}
