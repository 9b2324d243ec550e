package dev.crossfade.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder with the modules ({@code .tla}) and configurations ({@code .cfg}) of the model. */
record Specification(Path folder) {
  private static final Pattern SCENARIO = Pattern.compile("Scenario\\(\\d+, \"([^\"]+)\"");
  private static final Pattern BROKEN = Pattern.compile("Broken [=#] \"([^\"]+)\"");

  /** The one that this module holds. */
  static Specification here() {
    return new Specification(Path.of(System.getProperty("model.folder", "")).toAbsolutePath());
  }

  /** All modules, those that others extend too. */
  List<Path> modules() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".tla")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What must be seen to happen in the module's state space, lest its properties say nothing. */
  Set<String> scenarios(String module) {
    return found(SCENARIO, List.of(folder.resolve(module + ".tla")));
  }

  /** Each rule that can be left out somewhere. */
  Set<String> rules() {
    return found(BROKEN, modules());
  }

  /** A configuration as its file has it; its module is the part of the name before the hyphen. */
  Configuration configuration(String name) {
    return new Configuration(name, List.of(read(folder.resolve(name + ".cfg")).split("\n", -1)));
  }

  private static Set<String> found(Pattern pattern, List<Path> files) {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      Matcher matcher = pattern.matcher(read(file));
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return new TreeSet<>(names);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
