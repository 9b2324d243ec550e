package dev.crossfade.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.JwtAuthenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class OptionsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path dir;

  @Command(name = "test")
  private static final class Options {
    @Mixin private final HttpOptions http;
    @Mixin private final IdentityOptions identity;
    @Mixin private final KafkaOptions kafka;
    @Mixin private final DatabaseOptions database;

    Options(Map<String, String> environment) {
      http = new HttpOptions(8081, environment);
      identity = new IdentityOptions(environment);
      kafka = new KafkaOptions(environment);
      database = new DatabaseOptions(environment);
    }
  }

  private static Options parse(Map<String, String> environment, String... arguments) {
    Options options = new Options(environment);
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void anOptionGoesBeforeTheEnvironmentAndThatBeforeTheDefault() {
    // given
    Map<String, String> environment = Map.of("CROSSFADE_PORT", "9000", "CROSSFADE_BIND", "::1");

    // when
    HttpOptions neither = parse(Map.of()).http;
    HttpOptions fromEnvironment = parse(environment).http;
    HttpOptions given = parse(environment, "--port", "0", "--bind", "127.0.0.2").http;

    // then
    assertThat(neither.port()).isEqualTo(8081);
    assertThat(neither.bind()).isEqualTo("127.0.0.1");
    assertThat(fromEnvironment.port()).isEqualTo(9000);
    assertThat(fromEnvironment.bind()).isEqualTo("::1");
    assertThat(given.port()).isZero();
    assertThat(given.bind()).isEqualTo("127.0.0.2");
  }

  @Test
  void badPortsAreUsageErrors() {
    assertThatThrownBy(() -> parse(Map.of("CROSSFADE_PORT", "x")).http.port())
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("CROSSFADE_PORT");
    assertThatThrownBy(() -> parse(Map.of(), "--port", "65536").http.port())
        .isInstanceOf(ParameterException.class);
  }

  @Test
  void withoutKeysItIsDevelopmentMode() {
    assertThat(parse(Map.of()).identity.authenticator(InstantSource.system()))
        .isInstanceOf(DevelopmentAuthenticator.class);
  }

  @Test
  void aSecretComesFromTheEnvironmentOrAFile() throws Exception {
    // given
    Path file = Files.writeString(dir.resolve("secret"), SECRET + "\n");

    // when
    IdentityOptions environment = parse(Map.of("CROSSFADE_JWT_SECRET", SECRET)).identity;
    IdentityOptions option = parse(Map.of(), "--jwt-secret-file", file.toString()).identity;

    // then
    assertThat(environment.authenticator(InstantSource.system()))
        .isInstanceOf(JwtAuthenticator.class);
    assertThat(option.authenticator(InstantSource.system())).isInstanceOf(JwtAuthenticator.class);
  }

  @Test
  void badKeysAreUsageErrorsThatDoNotShowThem() throws Exception {
    // given
    Path bad = Files.writeString(dir.resolve("bad"), "canary");
    String[][] bads = {
      {"--jwt-secret-file", bad.toString()},
      {"--jwt-public-key", bad.toString()},
      {"--jwt-jwks", bad.toString()},
      {"--jwt-jwks", dir.resolve("missing").toString()},
      {"--jwt-issuer", "us"},
      {"--jwt-jwks", bad.toString(), "--jwt-public-key", bad.toString()}
    };

    // when, then
    for (String[] arguments : bads) {
      assertThatThrownBy(
              () -> parse(Map.of(), arguments).identity.authenticator(InstantSource.system()))
          .isInstanceOf(ParameterException.class)
          .hasMessageContaining("--jwt")
          .hasMessageNotContaining("canary");
    }
    assertThatThrownBy(
            () ->
                parse(Map.of("CROSSFADE_JWT_SECRET", "canary"))
                    .identity
                    .authenticator(InstantSource.system()))
        .isInstanceOf(ParameterException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void kafkaTakesAFileAndTheServersBeforeIt() throws Exception {
    // given
    Path file =
        Files.writeString(
            dir.resolve("client.properties"), "security.protocol=SSL\nbootstrap.servers=a:1\n");

    // when
    Map<String, String> found =
        parse(Map.of("CROSSFADE_KAFKA_CONFIG", file.toString()), "--kafka", "b:2")
            .kafka
            .clientProperties();

    // then
    assertThat(found)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("bootstrap.servers", "b:2");
    assertThatThrownBy(() -> parse(Map.of()).kafka.clientProperties())
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("CROSSFADE_KAFKA");
  }

  @Test
  void theDatabasesPasswordIsNotPartOfTheUrl() {
    // given
    Map<String, String> environment =
        Map.of(
            "CROSSFADE_DATABASE", "jdbc:postgresql://db/crossfade",
            "CROSSFADE_DATABASE_USER", "u",
            "CROSSFADE_DATABASE_PASSWORD", "p");

    // when
    DatabaseOptions found = parse(environment).database;

    // then
    assertThat(found.url()).isEqualTo("jdbc:postgresql://db/crossfade");
    assertThat(found.user()).isEqualTo("u");
    assertThat(found.password()).isEqualTo("p");
    for (String url :
        new String[] {"", "jdbc:h2:mem:x", "jdbc:postgresql://db/x?password=canary"}) {
      assertThatThrownBy(() -> parse(Map.of(), "--database", url).database.url())
          .isInstanceOf(ParameterException.class)
          .hasMessageNotContaining("canary");
    }
  }
}
