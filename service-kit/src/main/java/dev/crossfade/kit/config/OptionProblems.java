package dev.crossfade.kit.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Usage errors, which picocli prints with the usage and exit status 2. */
final class OptionProblems {
  private OptionProblems() {}

  static CommandLine.ParameterException usage(@Nullable CommandSpec command, String message) {
    CommandLine line = command == null ? null : command.commandLine();
    return new CommandLine.ParameterException(
        line == null ? new CommandLine(CommandSpec.create()) : line, message);
  }

  static String read(@Nullable CommandSpec command, String option, Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw usage(command, option + ": cannot read the file " + file);
    }
  }
}
