package dev.crossfade.standalone.cli;

import picocli.CommandLine;

/** Parses, runs, exits. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, without the process around it. */
  static CommandLine commandLine() {
    return new CommandLine(new Crossfade())
        .setExecutionExceptionHandler(new Faults())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
