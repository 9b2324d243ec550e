package dev.crossfade.kit.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are verified with. Each key has exactly one algorithm, given by its kind and
 * never by a token (RFC 8725, section 3.1). Immutable.
 */
public final class JwtKeys {
  private static final int MIN_SECRET_BYTES = 32;
  private static final int MIN_RSA_BITS = 2048;

  /** A key with the one algorithm it verifies. */
  record Key(JWSHeader header, JWSVerifier verifier) {
    String algorithm() {
      return header.getAlgorithm().getName();
    }
  }

  private final @Nullable Key only;
  private final Map<String, Key> byId;

  private JwtKeys(@Nullable Key only, Map<String, Key> byId) {
    this.only = only;
    this.byId = Map.copyOf(byId);
  }

  /**
   * A shared secret, for HS256.
   *
   * @throws IllegalArgumentException when it is shorter than 32 bytes (RFC 7518, section 3.2)
   */
  public static JwtKeys secret(byte[] secret) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a shared secret has at least 32 bytes, this one has " + secret.length);
    }
    try {
      return new JwtKeys(key(JWSAlgorithm.HS256, new MACVerifier(secret.clone())), Map.of());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the shared secret cannot be used", e);
    }
  }

  /**
   * One public key in PEM: RSA from 2048 bits for RS256, or EC on P-256 for ES256.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static JwtKeys publicKeyPem(String pem) {
    return new JwtKeys(asymmetric(PublicKeyPem.parse(pem)), Map.of());
  }

  /**
   * A JWK set (RFC 7517). Each key needs a {@code kid} when there are several; a token's {@code
   * kid} is only ever looked up in this set.
   *
   * @throws IllegalArgumentException when a key is symmetric, private, weak or not usable, or an id
   *     occurs twice
   */
  public static JwtKeys jwks(String json) {
    JWKSet set;
    try {
      set = JWKSet.parse(json);
    } catch (ParseException e) {
      throw new IllegalArgumentException("this is no JWK set", e);
    }
    Map<String, Key> byId = new HashMap<>();
    @Nullable Key only = null;
    for (JWK jwk : set.getKeys()) {
      Key key = asymmetric(jwk);
      String id = jwk.getKeyID();
      if (id == null) {
        if (set.size() > 1) {
          throw new IllegalArgumentException("each key of a JWK set needs a kid");
        }
      } else if (byId.put(id, key) != null) {
        throw new IllegalArgumentException("a kid occurs twice in the JWK set");
      }
      only = set.size() == 1 ? key : null;
    }
    if (set.isEmpty()) {
      throw new IllegalArgumentException("the JWK set is empty");
    }
    return new JwtKeys(only, byId);
  }

  /** The key for a token, or null when there is none of that id. */
  @Nullable Key find(@Nullable String keyId) {
    if (keyId == null || byId.isEmpty()) {
      return only;
    }
    return byId.get(keyId);
  }

  private static Key asymmetric(JWK jwk) {
    if (jwk.isPrivate()) {
      throw new IllegalArgumentException(
          "this holds a private or symmetric key; only public keys belong here");
    }
    if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
      throw new IllegalArgumentException("the use of the key is not sig");
    }
    try {
      return switch (jwk) {
        case RSAKey rsa -> {
          if (rsa.size() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key has at least 2048 bits");
          }
          yield key(JWSAlgorithm.RS256, new RSASSAVerifier(rsa));
        }
        case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
            key(JWSAlgorithm.ES256, new ECDSAVerifier(ec));
        default -> throw new IllegalArgumentException("a key is RSA, or EC on P-256");
      };
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the public key cannot be used", e);
    }
  }

  private static Key key(JWSAlgorithm algorithm, JWSVerifier verifier) {
    return new Key(new JWSHeader(algorithm), verifier);
  }
}
