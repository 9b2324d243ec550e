package dev.crossfade.kit.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the log is reached. */
public final class KafkaOptions {
  private static final String BOOTSTRAP = "bootstrap.servers";

  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT[,…]",
      description = "Bootstrap servers of Kafka (environment: CROSSFADE_KAFKA).")
  private @Nullable String bootstrap;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties for each Kafka client, such as its credentials (environment:"
              + " CROSSFADE_KAFKA_CONFIG).")
  private @Nullable Path configFile;

  /** With the process' environment. */
  public KafkaOptions() {
    this(System.getenv());
  }

  KafkaOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether Kafka is named on the command line, for commands that can find it otherwise. */
  public boolean isGiven() {
    return bootstrap != null || configFile != null;
  }

  /**
   * The properties each client starts from, {@code bootstrap.servers} among them.
   *
   * @throws picocli.CommandLine.ParameterException when no server is named, or the file cannot be
   *     read
   */
  public Map<String, String> clientProperties() {
    Map<String, String> properties = new TreeMap<>(fromFile());
    String servers = bootstrap != null ? bootstrap : environment.get("CROSSFADE_KAFKA");
    if (servers != null && !servers.isBlank()) {
      properties.put(BOOTSTRAP, servers);
    }
    if (!properties.containsKey(BOOTSTRAP)) {
      throw OptionProblems.usage(command, "Kafka is not named: use --kafka or CROSSFADE_KAFKA");
    }
    return properties;
  }

  private Map<String, String> fromFile() {
    String fallback = environment.get("CROSSFADE_KAFKA_CONFIG");
    Path file = configFile != null ? configFile : fallback == null ? null : Path.of(fallback);
    Map<String, String> found = new TreeMap<>();
    if (file != null) {
      Properties properties = new Properties();
      try {
        properties.load(new StringReader(OptionProblems.read(command, "--kafka-config", file)));
      } catch (IOException | IllegalArgumentException e) {
        throw OptionProblems.usage(command, "--kafka-config: " + file + " is no properties file");
      }
      properties.stringPropertyNames().forEach(n -> found.put(n, properties.getProperty(n)));
    }
    return found;
  }
}
