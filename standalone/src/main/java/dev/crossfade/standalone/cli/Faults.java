package dev.crossfade.standalone.cli;

import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.embedded.DirectoryInUseException;
import dev.crossfade.standalone.node.BlueprintRefusedException;
import dev.crossfade.standalone.node.PortTakenException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in plain words, and what to do; never a stack trace. */
final class Faults implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) {
    CommandException said = plain(fault);
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(said.getMessage()));
    err.flush();
    return said.exitStatus();
  }

  private static CommandException plain(Exception fault) {
    return switch (fault) {
      case CommandException said -> said;
      case PortTakenException taken -> portTaken(taken);
      case DirectoryInUseException inUse ->
          CommandException.usage(
              inUse.getMessage()
                  + "\nStop it with ./crossfade down, or name another directory with --data.");
      case BlueprintProblems problems -> CommandException.failed(words(problems));
      case BlueprintRefusedException refused -> CommandException.failed(words(refused));
      case IllegalArgumentException wrong -> CommandException.usage(words(wrong));
      case UncheckedIOException io when io.getCause() instanceof BindException ->
          CommandException.usage("The port is taken. Choose another one with --port.");
      case NoSuchFileException missing ->
          CommandException.usage("There is no such file or folder: " + missing.getMessage());
      case AccessDeniedException denied ->
          CommandException.usage("May not be opened or written: " + denied.getMessage());
      case InterruptedException stopped -> CommandException.failed("Stopped.");
      default -> CommandException.failed(words(fault));
    };
  }

  private static CommandException portTaken(PortTakenException taken) {
    String holder = PortHolder.of(taken.port()).map(who -> " by " + who).orElse("");
    return CommandException.usage(
        "Port %d is taken%s.\nChoose another one with --port, or --port 0 for a free one."
            .formatted(taken.port(), holder));
  }

  private static String words(Exception fault) {
    String message = fault.getMessage();
    return message == null ? "An unexpected fault: " + fault.getClass().getName() : message;
  }
}
