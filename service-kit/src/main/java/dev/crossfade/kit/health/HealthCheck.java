package dev.crossfade.kit.health;

import java.util.Map;

/** Looks whether something works. */
@FunctionalInterface
public interface HealthCheck {
  /** What a check found; all of it is shown to everybody, so it holds no secrets and no data. */
  sealed interface Result {
    String detail();

    /** More of it, for programs; by name. */
    Map<String, String> data();

    /** The same, with this. */
    Result with(Map<String, String> more);

    /** It works. */
    record Up(String detail, Map<String, String> data) implements Result {
      @Override
      public Result with(Map<String, String> more) {
        return new Up(detail, more);
      }
    }

    /** It does not. */
    record Down(String detail, Map<String, String> data) implements Result {
      @Override
      public Result with(Map<String, String> more) {
        return new Down(detail, more);
      }
    }
  }

  /** Looks. May block for a short while; an exception counts as down. */
  Result check() throws Exception;

  /** It works. */
  static Result up(String detail) {
    return new Result.Up(detail, Map.of());
  }

  /** It does not. */
  static Result down(String detail) {
    return new Result.Down(detail, Map.of());
  }
}
