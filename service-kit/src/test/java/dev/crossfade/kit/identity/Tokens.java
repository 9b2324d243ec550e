package dev.crossfade.kit.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.Key;
import java.util.Base64;

/** Makes tokens letter by letter, so that each rule can be broken alone. */
final class Tokens {
  static final long NOW = 1_800_000_000L;
  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  static final RSAKey RSA = rsa();
  static final ECKey EC = ec();
  static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private Tokens() {}

  /** Claims that are fine, with more at the end: {@code ,"name":value}. */
  static String claims(String more) {
    return "{\"sub\":\"ada\",\"aud\":\"crossfade\",\"exp\":"
        + (NOW + 600)
        + ",\"iss\":\"us\",\"tenant\":\"t-1\",\"roles\":[\"writer\",\"reader\"]"
        + more
        + "}";
  }

  /** Claims with one replaced, or left out when the value is empty. */
  static String with(String name, String value) {
    String[][] all = {
      {"sub", "\"ada\""},
      {"aud", "\"crossfade\""},
      {"exp", Long.toString(NOW + 600)},
      {"iss", "\"us\""},
      {"tenant", "\"t-1\""},
      {"roles", "[\"writer\"]"},
      {"nbf", ""}
    };
    StringBuilder json = new StringBuilder();
    for (String[] one : all) {
      String used = one[0].equals(name) ? value : one[1];
      if (!used.isEmpty()) {
        json.append(json.isEmpty() ? "{" : ",");
        json.append('"').append(one[0]).append("\":").append(used);
      }
    }
    return json.append('}').toString();
  }

  static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Signed with the shared secret, whatever the header says. */
  static String hs256(String header, String claims) {
    return hs256(header, claims, SECRET);
  }

  static String hs256(String header, String claims, byte[] secret) {
    return sign(header, claims, JWSAlgorithm.HS256, () -> new MACSigner(secret));
  }

  static String rs256(String header, String claims) {
    return sign(header, claims, JWSAlgorithm.RS256, () -> new RSASSASigner(RSA));
  }

  static String es256(String header, String claims) {
    return sign(header, claims, JWSAlgorithm.ES256, () -> new ECDSASigner(EC));
  }

  static String sign(String header, String claims, JWSAlgorithm algorithm, Signers signers) {
    String signed = base64(header) + "." + base64(claims);
    try {
      Base64URL signature = signers.make().sign(new JWSHeader(algorithm), signed.getBytes(UTF_8));
      return signed + "." + signature;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a signer. */
  interface Signers {
    JWSSigner make() throws JOSEException;
  }

  static String pem(Key key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
