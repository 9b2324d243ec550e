package dev.crossfade.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What TLC is told: the lines of a {@code .cfg} file.
 *
 * @param name of the file, without its ending
 */
record Configuration(String name, List<String> lines) {
  private static final String INVARIANTS = "INVARIANTS";
  private static final String PROPERTIES = "PROPERTIES";
  private static final String DESIGN = "  Broken = \"nothing\"";

  String module() {
    int hyphen = name.indexOf('-');
    return hyphen < 0 ? name : name.substring(0, hyphen);
  }

  /** The same state space without one rule, held against one of its properties alone. */
  Configuration without(String rule, String property) {
    if (!lines.contains(DESIGN) || !checks(property)) {
      throw new IllegalArgumentException(name + ".cfg does not check " + property);
    }
    String section = lines.contains(INVARIANTS) ? INVARIANTS : PROPERTIES;
    Stream<String> constants =
        lines.stream()
            .takeWhile(line -> !line.equals(section))
            .map(line -> line.equals(DESIGN) ? "  Broken = \"" + rule + "\"" : line);
    return new Configuration(
        name, Stream.concat(constants, Stream.of(section, "  " + property)).toList());
  }

  boolean checks(String property) {
    return lines.contains("  " + property);
  }
}
