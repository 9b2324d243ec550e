package dev.crossfade.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtKeysTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(Tokens.NOW));

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> JwtKeys.secret(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
  }

  @Test
  void anEcKeyInPemVerifiesEs256() throws Exception {
    // given
    JwtKeys keys = JwtKeys.publicKeyPem(Tokens.pem(Tokens.EC.toECPublicKey()));
    String token = Tokens.es256("{\"alg\":\"ES256\",\"kid\":\"whatever\"}", Tokens.claims(""));

    // when
    Authentication found =
        new JwtAuthenticator(keys, "us", CLOCK).authenticate("Bearer " + token, null);

    // then
    assertThat(found).isInstanceOf(Authentication.Accepted.class);
  }

  @Test
  void weakOrOtherKeysAreRefused() throws Exception {
    // given
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    String weak = Tokens.pem(rsa.generateKeyPair().getPublic());
    String p384 = Tokens.pem(new ECKeyGenerator(Curve.P_384).generate().toECPublicKey());
    String ed = Tokens.pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());

    // when, then
    for (String pem : new String[] {weak, p384, ed}) {
      assertThatThrownBy(() -> JwtKeys.publicKeyPem(pem))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void whatIsNoPublicKeyIsRefused(String pem) {
    assertThatThrownBy(() -> JwtKeys.publicKeyPem(pem))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keySetsHoldPublicKeysWithIdsOnly() throws Exception {
    // given
    String rsa = Tokens.RSA.toPublicJWK().toJSONString();
    String ec = Tokens.EC.toPublicJWK().toJSONString();
    String[] bad = {
      "{\"keys\":[]}",
      "{}",
      "[]",
      "nonsense",
      "{\"keys\":[" + Tokens.RSA.toJSONString() + "]}",
      "{\"keys\":[" + new OctetSequenceKey.Builder(Tokens.SECRET).build().toJSONString() + "]}",
      "{\"keys\":[" + rsa + "," + rsa + "]}",
      "{\"keys\":[" + rsa + "," + ec.replace("ec-1", "rsa-1") + "]}",
      "{\"keys\":[" + rsa + "," + ec.replace("\"kid\":\"ec-1\",", "") + "]}",
      "{\"keys\":[" + rsa.replace("\"kty\"", "\"use\":\"enc\",\"kty\"") + "]}"
    };

    // when, then
    for (String json : bad) {
      assertThatThrownBy(() -> JwtKeys.jwks(json))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(JwtKeys.jwks("{\"keys\":[" + rsa + "," + ec + "]}").find("ec-1")).isNotNull();
  }
}
