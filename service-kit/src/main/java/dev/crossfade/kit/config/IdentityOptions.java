package dev.crossfade.kit.config;

import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.JwtAuthenticator;
import dev.crossfade.kit.identity.JwtKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How callers are known: at most one kind of key. The secret itself comes from a file or the
 * environment and never from the command line, where every process can read it.
 */
public final class IdentityOptions {
  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--jwt-secret-file",
      paramLabel = "FILE",
      description =
          "File with the shared secret of HS256 tokens, at least 32 bytes (environment:"
              + " CROSSFADE_JWT_SECRET_FILE, or CROSSFADE_JWT_SECRET for the secret itself).")
  private @Nullable Path secretFile;

  @Option(
      names = "--jwt-public-key",
      paramLabel = "FILE",
      description =
          "PEM file with the public key of RS256 or ES256 tokens (environment:"
              + " CROSSFADE_JWT_PUBLIC_KEY).")
  private @Nullable Path publicKey;

  @Option(
      names = "--jwt-jwks",
      paramLabel = "FILE",
      description = "JWK set file with the public keys (environment: CROSSFADE_JWT_JWKS).")
  private @Nullable Path jwks;

  @Option(
      names = "--jwt-issuer",
      paramLabel = "ISSUER",
      description = "The only issuer whose tokens are taken (environment: CROSSFADE_JWT_ISSUER).")
  private @Nullable String issuer;

  /** With the process' environment. */
  public IdentityOptions() {
    this(System.getenv());
  }

  IdentityOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Verifies tokens with the keys given, or is in development mode when there are none.
   *
   * @throws picocli.CommandLine.ParameterException when two kinds of key are given, or one cannot
   *     be used; the message never holds the key
   */
  public Authenticator authenticator(InstantSource clock) {
    Map<String, Supplier<JwtKeys>> kinds = kinds();
    if (kinds.size() > 1) {
      throw OptionProblems.usage(
          command, "Only one kind of key can be used, not " + String.join(" and ", kinds.keySet()));
    }
    String trusted = issuer != null ? issuer : value("CROSSFADE_JWT_ISSUER");
    for (Map.Entry<String, Supplier<JwtKeys>> kind : kinds.entrySet()) {
      try {
        return new JwtAuthenticator(kind.getValue().get(), trusted, clock);
      } catch (IllegalArgumentException e) {
        throw OptionProblems.usage(command, kind.getKey() + ": " + e.getMessage());
      }
    }
    if (trusted != null) {
      throw OptionProblems.usage(command, "--jwt-issuer needs a key to verify tokens with");
    }
    return new DevelopmentAuthenticator(clock);
  }

  private Map<String, Supplier<JwtKeys>> kinds() {
    Map<String, Supplier<JwtKeys>> kinds = new LinkedHashMap<>();
    Path file = path(secretFile, "CROSSFADE_JWT_SECRET_FILE");
    if (file != null) {
      kinds.put("--jwt-secret-file", () -> secret(read("--jwt-secret-file", file).strip()));
    }
    String secret = value("CROSSFADE_JWT_SECRET");
    if (secret != null && secretFile == null) {
      kinds.put("CROSSFADE_JWT_SECRET", () -> secret(secret));
    }
    Path pem = path(publicKey, "CROSSFADE_JWT_PUBLIC_KEY");
    if (pem != null) {
      kinds.put("--jwt-public-key", () -> JwtKeys.publicKeyPem(read("--jwt-public-key", pem)));
    }
    Path set = path(jwks, "CROSSFADE_JWT_JWKS");
    if (set != null) {
      kinds.put("--jwt-jwks", () -> JwtKeys.jwks(read("--jwt-jwks", set)));
    }
    return kinds;
  }

  private static JwtKeys secret(String text) {
    return JwtKeys.secret(text.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String option, Path file) {
    return OptionProblems.read(command, option, file);
  }

  private @Nullable Path path(@Nullable Path option, String variable) {
    String fallback = value(variable);
    return option != null ? option : fallback == null ? null : Path.of(fallback);
  }

  private @Nullable String value(String variable) {
    String text = environment.get(variable);
    return text == null || text.isBlank() ? null : text;
  }
}
