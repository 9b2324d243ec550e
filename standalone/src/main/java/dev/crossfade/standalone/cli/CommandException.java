package dev.crossfade.standalone.cli;

/** What keeps a command from its work: a sentence or two for a person, with the way out. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  private CommandException(int exitStatus, String message) {
    super(message);
    this.exitStatus = exitStatus;
  }

  /** Used in a way that cannot work. */
  static CommandException usage(String message) {
    return new CommandException(ExitStatus.USAGE, message);
  }

  /** Something needed is not there. */
  static CommandException unreachable(String message) {
    return new CommandException(ExitStatus.UNREACHABLE, message);
  }

  /** A fault. */
  static CommandException failed(String message) {
    return new CommandException(ExitStatus.FAILED, message);
  }

  int exitStatus() {
    return exitStatus;
  }
}
