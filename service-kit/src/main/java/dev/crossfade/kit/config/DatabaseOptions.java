package dev.crossfade.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How PostgreSQL is reached. The password comes from the environment only. */
public final class DatabaseOptions {
  private static final String PREFIX = "jdbc:postgresql:";

  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "JDBC URL of PostgreSQL (environment: CROSSFADE_DATABASE; the account:"
              + " CROSSFADE_DATABASE_USER and CROSSFADE_DATABASE_PASSWORD).")
  private @Nullable String url;

  /** With the process' environment. */
  public DatabaseOptions() {
    this(System.getenv());
  }

  DatabaseOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether a database is named at all, for commands that can do without one. */
  public boolean isGiven() {
    String given = url != null ? url : environment.get("CROSSFADE_DATABASE");
    return given != null && !given.isBlank();
  }

  /**
   * The JDBC URL.
   *
   * @throws picocli.CommandLine.ParameterException when none is given, it is not PostgreSQL's, or
   *     it holds a password
   */
  public String url() {
    String given = url != null ? url : environment.get("CROSSFADE_DATABASE");
    if (given == null || given.isBlank()) {
      throw OptionProblems.usage(
          command, "The database is not named: use --database or CROSSFADE_DATABASE");
    }
    if (!given.startsWith(PREFIX)) {
      throw OptionProblems.usage(command, "--database: the URL starts with " + PREFIX);
    }
    if (given.contains("password=")) {
      throw OptionProblems.usage(
          command, "--database: the password belongs into CROSSFADE_DATABASE_PASSWORD");
    }
    return given;
  }

  /** The account, or null to leave it to the URL. */
  public @Nullable String user() {
    return environment.get("CROSSFADE_DATABASE_USER");
  }

  /** The password, or null for none. */
  public @Nullable String password() {
    return environment.get("CROSSFADE_DATABASE_PASSWORD");
  }
}
