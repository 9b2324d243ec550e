package dev.crossfade.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a service listens. An option goes before its environment variable. */
public final class HttpOptions {
  private static final int MAX_PORT = 65_535;

  private final Map<String, String> environment;
  private final int defaultPort;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for a free one (environment: CROSSFADE_PORT).")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on, 127.0.0.1 by default (environment: CROSSFADE_BIND).")
  private @Nullable String bind;

  /** With the process' environment. */
  public HttpOptions(int defaultPort) {
    this(defaultPort, System.getenv());
  }

  HttpOptions(int defaultPort, Map<String, String> environment) {
    this.defaultPort = defaultPort;
    this.environment = environment;
  }

  /** The port to listen on; 0 means a free one. */
  public int port() {
    Integer given = port;
    int value = given == null ? environmentPort() : given;
    if (value < 0 || value > MAX_PORT) {
      throw OptionProblems.usage(command, "--port: " + value + " is not from 0 to " + MAX_PORT);
    }
    return value;
  }

  /** The address to listen on. */
  public String bind() {
    String given = bind;
    return given != null ? given : environment.getOrDefault("CROSSFADE_BIND", "127.0.0.1");
  }

  private int environmentPort() {
    String text = environment.get("CROSSFADE_PORT");
    if (text == null || text.isBlank()) {
      return defaultPort;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw OptionProblems.usage(command, "CROSSFADE_PORT: '" + text + "' is not a number");
    }
  }
}
