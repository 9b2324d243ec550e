package dev.crossfade.standalone.cli.blueprint;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a command says what it has to say. */
final class Console {
  static final int DONE = 0;

  /** A check failed. */
  static final int FAILED = 1;

  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private final CommandLine command;

  Console(@Nullable CommandSpec spec) {
    this.command = Objects.requireNonNull(spec).commandLine();
  }

  void line(String text) {
    PrintWriter out = command.getOut();
    out.println(text);
    out.flush();
  }

  /** A text that brings its own line breaks. */
  void text(String text) {
    PrintWriter out = command.getOut();
    out.print(text);
    out.flush();
  }

  void json(JsonNode value) {
    line(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }

  /** Something that keeps the command from its work; the status to end with. */
  int fault(int status, String text) {
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(text));
    err.flush();
    return status;
  }
}
