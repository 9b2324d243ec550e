package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.JwtAuthenticator;
import dev.crossfade.kit.identity.JwtKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens that the service under test believes. */
final class Tokens {
  private static final byte[] SECRET = "a secret of tests, 32 bytes long".getBytes(UTF_8);

  private Tokens() {}

  static Authenticator authenticator() {
    return new JwtAuthenticator(JwtKeys.secret(SECRET), null, InstantSource.system());
  }

  static String writer(String tenant) {
    return of(tenant, "writer");
  }

  /** A token with a tenant, or none, and roles. */
  static String of(@Nullable String tenant, String... roles) {
    return of(tenant, Instant.now().plusSeconds(600), roles);
  }

  static String of(@Nullable String tenant, Instant expiry, String... roles) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("test")
            .audience("crossfade")
            .expirationTime(Date.from(expiry))
            .claim("tenant", tenant)
            .claim("roles", List.of(roles))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(SECRET));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
