package dev.crossfade.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Believes tokens (RFC 7519) that are signed with one of the given keys, meant for {@value
 * #AUDIENCE}, and valid now. The rules are those of RFC 8725. Safe for many threads.
 */
public final class JwtAuthenticator implements Authenticator {
  /** What {@code aud} must contain. */
  public static final String AUDIENCE = "crossfade";

  /** The longest token, in characters. */
  public static final int MAX_TOKEN = 8 * 1024;

  private static final long SKEW_SECONDS = 30;
  private static final long MAX_EPOCH_SECOND = 253_402_300_799L; // the end of the year 9999
  private static final int MAX_SUBJECT = 256;
  private static final int CACHE_GENERATION = 10_000;
  private static final String SCHEME = "Bearer ";
  private static final String EXPIRED = "The token has expired.";

  private final JwtKeys keys;
  private final @Nullable String issuer;
  private final InstantSource clock;
  private final TokenCache cache = new TokenCache(CACHE_GENERATION);

  /**
   * Verifies with the keys given.
   *
   * @param issuer what {@code iss} must be, or null when any issuer will do
   * @param clock tells the time for {@code exp} and {@code nbf}
   */
  public JwtAuthenticator(JwtKeys keys, @Nullable String issuer, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(@Nullable String authorization, @Nullable String tenant) {
    if (authorization == null) {
      return new Authentication.Refused("A bearer token is needed.");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Authentication.Refused("Only bearer tokens are taken.");
    }
    if (authorization.length() > MAX_TOKEN + SCHEME.length()) {
      return new Authentication.Refused("The token is longer than 8 KiB.");
    }
    String token = authorization.substring(SCHEME.length());
    long now = clock.instant().getEpochSecond();
    TokenCache.Entry known = cache.find(token);
    if (known != null) {
      return known.expiresAtEpochSecond() + SKEW_SECONDS > now
          ? new Authentication.Accepted(known.identity())
          : refusedExpired();
    }
    return verify(token, now);
  }

  private Authentication verify(String token, long now) {
    TokenParts parts = TokenParts.parse(token);
    if (parts == null) {
      return new Authentication.Refused("The token is malformed.");
    }
    if (!signed(parts)) {
      return new Authentication.Refused("The token's signature is not valid here.");
    }
    try {
      TokenCache.Entry entry = believe(parts.claims(), now);
      cache.add(token, entry);
      return new Authentication.Accepted(entry.identity());
    } catch (RefusedClaim e) {
      return new Authentication.Refused(e.detail);
    }
  }

  private boolean signed(TokenParts parts) {
    ObjectNode header = parts.header();
    JsonNode keyId = header.get("kid");
    if (keyId != null && !keyId.isString()) {
      return false;
    }
    JwtKeys.Key key = keys.find(keyId == null ? null : keyId.stringValue());
    // Extensions that must be understood (crit, b64) are not; compressed tokens are not either.
    if (key == null || header.has("crit") || header.has("b64") || header.has("zip")) {
      return false;
    }
    JsonNode algorithm = header.get("alg");
    if (algorithm == null
        || !algorithm.isString()
        || !key.algorithm().equals(algorithm.stringValue())) {
      return false;
    }
    JsonNode type = header.get("typ");
    if (type != null && !isJwt(type)) {
      return false;
    }
    try {
      byte[] signed = parts.signed().getBytes(StandardCharsets.US_ASCII);
      return key.verifier().verify(key.header(), signed, new Base64URL(parts.signature()));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static boolean isJwt(JsonNode type) {
    return type.isString()
        && (type.stringValue().equalsIgnoreCase("JWT")
            || type.stringValue().equalsIgnoreCase("at+jwt"));
  }

  private TokenCache.Entry believe(ObjectNode claims, long now) throws RefusedClaim {
    JsonNode exp = claims.get("exp");
    if (exp == null) {
      throw new RefusedClaim("The token has no exp.");
    }
    long expiresAt = seconds(exp, "exp");
    if (expiresAt + SKEW_SECONDS <= now) {
      throw new RefusedClaim(EXPIRED);
    }
    JsonNode notBefore = claims.get("nbf");
    if (notBefore != null && seconds(notBefore, "nbf") - SKEW_SECONDS > now) {
      throw new RefusedClaim("The token is not valid yet.");
    }
    if (!isForUs(claims.get("aud"))) {
      throw new RefusedClaim("The token's aud does not contain crossfade.");
    }
    JsonNode iss = claims.get("iss");
    if (issuer != null && (iss == null || !iss.isString() || !issuer.equals(iss.stringValue()))) {
      throw new RefusedClaim("The token's iss is not the one trusted here.");
    }
    JsonNode sub = claims.get("sub");
    if (sub == null
        || !sub.isString()
        || sub.stringValue().isBlank()
        || sub.stringValue().length() > MAX_SUBJECT) {
      throw new RefusedClaim("The token needs a sub, a string of at most 256 characters.");
    }
    return new TokenCache.Entry(
        new Identity(sub.stringValue(), tenant(claims.get("tenant")), roles(claims.get("roles"))),
        expiresAt);
  }

  private static long seconds(JsonNode node, String claim) throws RefusedClaim {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= 0 && value <= MAX_EPOCH_SECOND)) {
      throw new RefusedClaim("The token's " + claim + " is not a time in seconds.");
    }
    return (long) value;
  }

  private static boolean isForUs(@Nullable JsonNode audience) {
    if (audience == null) {
      return false;
    }
    if (audience.isString()) {
      return AUDIENCE.equals(audience.stringValue());
    }
    boolean found = false;
    if (audience.isArray()) {
      for (JsonNode one : audience) {
        if (!one.isString()) {
          return false;
        }
        found |= AUDIENCE.equals(one.stringValue());
      }
    }
    return found;
  }

  private static @Nullable String tenant(@Nullable JsonNode node) throws RefusedClaim {
    if (node == null) {
      return null;
    }
    if (!node.isString() || !Identity.isTenant(node.stringValue())) {
      throw new RefusedClaim("The token's tenant is not a string of 1 to 128 characters.");
    }
    return node.stringValue();
  }

  private static Set<Role> roles(@Nullable JsonNode node) throws RefusedClaim {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (node == null) {
      return roles;
    }
    if (!node.isArray()) {
      throw new RefusedClaim("The token's roles are not an array.");
    }
    for (JsonNode one : node) {
      if (!one.isString()) {
        throw new RefusedClaim("The token's roles are not all strings.");
      }
      Role role = Role.ofClaim(one.stringValue());
      if (role != null) {
        roles.add(role);
      }
    }
    return roles;
  }

  private static Authentication refusedExpired() {
    return new Authentication.Refused(EXPIRED);
  }

  /** A claim that cannot be believed; never leaves this class. */
  private static final class RefusedClaim extends Exception {
    private final String detail;

    RefusedClaim(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }
}
