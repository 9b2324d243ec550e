package dev.crossfade.model;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run of TLC came to.
 *
 * @param clean whether it says that the whole state space was searched and nothing found
 * @param violated the property that it says is violated
 * @param distinctStates how many it has found; -1 when it does not say, as after an error in a
 *     module
 * @param statesLeft how many of them it has not looked at
 * @param scenarios what it has met
 * @param output all that it printed
 */
record TlcResult(
    boolean clean,
    @Nullable String violated,
    long distinctStates,
    long statesLeft,
    Set<String> scenarios,
    Duration took,
    String output) {
  private static final Pattern STATES =
      Pattern.compile(
          "^\\d+ states generated, (\\d+) distinct states found, (\\d+) states left on queue\\.$",
          Pattern.MULTILINE);
  private static final Pattern INVARIANT =
      Pattern.compile(
          "^Error: Invariant (\\w+) is violated( by the initial state:)?\\.?$", Pattern.MULTILINE);
  private static final Pattern TEMPORAL =
      Pattern.compile("^Error: Temporal properties were violated\\.$", Pattern.MULTILINE);
  private static final Pattern SCENARIO = Pattern.compile("^\"scenario (.+)\"$", Pattern.MULTILINE);

  static TlcResult of(String output, Duration took) {
    Matcher states = STATES.matcher(output);
    boolean counted = states.find();
    Set<String> scenarios = new TreeSet<>();
    Matcher scenario = SCENARIO.matcher(output);
    while (scenario.find()) {
      scenarios.add(scenario.group(1));
    }
    return new TlcResult(
        output.contains("Model checking completed. No error has been found."),
        violated(output),
        counted ? Long.parseLong(states.group(1)) : -1,
        counted ? Long.parseLong(states.group(2)) : -1,
        scenarios,
        took,
        output);
  }

  private static @Nullable String violated(String output) {
    Matcher invariant = INVARIANT.matcher(output);
    if (invariant.find()) {
      return invariant.group(1);
    }
    return TEMPORAL.matcher(output).find() ? "Liveness" : null;
  }

  /** One line for the build's output. */
  String line(String name) {
    return String.format(
        "TLC %-60s %9d states %5.1f s  %s",
        name,
        distinctStates,
        took.toMillis() / 1000.0,
        clean ? "holds" : violated == null ? "FAILED" : violated + " is violated");
  }
}
