package dev.crossfade.kit.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads a public key in PEM (RFC 7468, section 13) with the JDK alone. */
final class PublicKeyPem {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private PublicKeyPem() {}

  static JWK parse(String pem) {
    if (pem.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException("this is a private key; only the public key belongs here");
    }
    String text = pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.indexOf(END) < BEGIN.length()) {
      throw new IllegalArgumentException("this is not one PEM block of a PUBLIC KEY");
    }
    String base64 = text.substring(BEGIN.length(), text.indexOf(END));
    try {
      byte[] der = Base64.getDecoder().decode(base64.replace("\r", "").replace("\n", ""));
      return jwk(new X509EncodedKeySpec(der));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalArgumentException("this is no public key of RSA or EC in PEM", e);
    }
  }

  private static JWK jwk(X509EncodedKeySpec spec) throws GeneralSecurityException {
    PublicKey key;
    try {
      key = KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      key = KeyFactory.getInstance("EC").generatePublic(spec);
    }
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
      default -> throw new IllegalArgumentException("neither RSA nor EC");
    };
  }
}
