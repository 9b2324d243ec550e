package dev.crossfade.standalone.cli.target;

import dev.crossfade.standalone.load.RefusedException;
import dev.crossfade.standalone.load.UnreachableException;
import dev.crossfade.standalone.load.jdbc.JdbcException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the commands say what they have to say: results to stdout, the rest to stderr. */
public final class Terminal {
  /** Done. */
  public static final int DONE = 0;

  /** Something was rejected, or a fault. */
  public static final int FAILED = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** Something cannot be reached. */
  public static final int UNREACHABLE = 3;

  private final CommandLine command;

  /**
   * @param spec of the command that speaks
   */
  public Terminal(@Nullable CommandSpec spec) {
    this.command = Objects.requireNonNull(spec).commandLine();
  }

  /** What a command does. */
  public interface Work {
    /** Answers the status to end with. */
    int run() throws IOException, InterruptedException;
  }

  /** Runs it, and says what kept it from its work; the status to end with. */
  public int run(Work work) throws InterruptedException {
    try {
      return work.run();
    } catch (UnreachableException e) {
      return fault(UNREACHABLE, e.getMessage());
    } catch (RefusedException e) {
      return fault(FAILED, e.getMessage());
    } catch (JdbcException e) {
      return switch (e.kind()) {
        case USAGE -> fault(USAGE, e.getMessage());
        case UNREACHABLE -> fault(UNREACHABLE, e.getMessage());
      };
    } catch (NoSuchFileException e) {
      return fault(USAGE, "There is no such file: " + e.getMessage());
    } catch (AccessDeniedException e) {
      return fault(USAGE, "May not be opened or written: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return fault(USAGE, e.getMessage());
    } catch (IOException e) {
      return fault(FAILED, e.getMessage());
    }
  }

  /** A line of the result. */
  public void line(String text) {
    PrintWriter out = command.getOut();
    out.println(text);
    out.flush();
  }

  /** The result as one JSON value. */
  public void json(JsonNode value) {
    line(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }

  /** Something beside the result. */
  public void note(String text) {
    PrintWriter err = command.getErr();
    err.println(text);
    err.flush();
  }

  private int fault(int status, @Nullable String text) {
    note(
        command
            .getColorScheme()
            .errorText(text == null ? "An unexpected fault." : text)
            .toString());
    return status;
  }

  /** Where progress is drawn. */
  public PrintWriter err() {
    return command.getErr();
  }

  /** Whether a person sees it, who can be shown one line drawn over again and again. */
  // JDK 25 answers null again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  public static boolean isLive() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }
}
