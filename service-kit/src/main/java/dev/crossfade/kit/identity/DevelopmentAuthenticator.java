package dev.crossfade.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Development mode, for when no keys are configured: a request without a token has every role, and
 * {@value Authenticator#TENANT_HEADER} names its tenant. A request with a token is verified against
 * a secret made at start. A server with it listens on loopback only. Safe for many threads.
 */
public final class DevelopmentAuthenticator implements Authenticator {
  private static final Duration SAMPLE_LIFE = Duration.ofHours(8);
  private static final Set<Role> EVERY_ROLE = Set.copyOf(EnumSet.allOf(Role.class));

  private final byte[] secret = new byte[32];
  private final InstantSource clock;
  private final JwtAuthenticator tokens;

  /**
   * Makes a fresh secret that lives as long as this object.
   *
   * @param clock tells the time for the tokens
   */
  public DevelopmentAuthenticator(InstantSource clock) {
    new SecureRandom().nextBytes(secret);
    this.clock = clock;
    this.tokens = new JwtAuthenticator(JwtKeys.secret(secret), null, clock);
  }

  @Override
  public Authentication authenticate(@Nullable String authorization, @Nullable String tenant) {
    if (authorization != null) {
      return tokens.authenticate(authorization, null);
    }
    if (tenant != null && !Identity.isTenant(tenant)) {
      return new Authentication.Refused(TENANT_HEADER + " holds no tenant.");
    }
    return new Authentication.Accepted(new Identity("developer", tenant, EVERY_ROLE));
  }

  @Override
  public boolean loopbackOnly() {
    return true;
  }

  /**
   * A token to try the real thing with, valid for eight hours against this object only.
   *
   * @param tenant the tenant it names, or null for none
   */
  public String sampleToken(@Nullable String tenant, Set<Role> roles) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("sample")
            .audience(JwtAuthenticator.AUDIENCE)
            .expirationTime(Date.from(clock.instant().plus(SAMPLE_LIFE)))
            .claim("tenant", tenant)
            .claim("roles", roles.stream().map(Role::claim).sorted().toList())
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("a fresh secret can sign", e);
    }
    return token.serialize();
  }
}
