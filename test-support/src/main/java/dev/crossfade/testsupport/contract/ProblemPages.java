package dev.crossfade.testsupport.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The problem types that {@code docs/problems.md} has a section for, and those that a module's code
 * answers with.
 */
public record ProblemPages(Set<String> slugs) {
  private static final Pattern HEADING = Pattern.compile("(?m)^## ([a-z0-9-]+)$");
  private static final Pattern PROBLEM =
      Pattern.compile("Problem\\.of\\(\\s*\\d+,\\s*\"([^\"]+)\"");

  public ProblemPages {
    slugs = Set.copyOf(slugs);
  }

  /** Reads the page, as seen from a module's folder. */
  public static ProblemPages read() {
    return new ProblemPages(
        found(HEADING, Path.of("../docs/problems.md")).collect(Collectors.toSet()));
  }

  /** The types that stand as literals in the Java sources below a folder. */
  public static Set<String> literals(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> found(PROBLEM, file))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> found(Pattern pattern, Path file) {
    try {
      return pattern.matcher(Files.readString(file)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
