package dev.crossfade.kit.identity;

import static dev.crossfade.kit.identity.Tokens.HS256;
import static dev.crossfade.kit.identity.Tokens.NOW;
import static dev.crossfade.kit.identity.Tokens.base64;
import static dev.crossfade.kit.identity.Tokens.claims;
import static dev.crossfade.kit.identity.Tokens.hs256;
import static dev.crossfade.kit.identity.Tokens.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadTokensTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
  private static final HttpServer BY_SECRET = server(JwtKeys.secret(Tokens.SECRET));
  private static final HttpServer BY_RSA = server(JwtKeys.publicKeyPem(rsaPem()));
  private static final HttpServer BY_SET = server(JwtKeys.jwks(jwks()));
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpServer server(JwtKeys keys) {
    HttpServer server =
        HttpServer.builder()
            .authenticator(new JwtAuthenticator(keys, "us", CLOCK))
            .routes(
                List.of(
                    Route.get(
                        "/",
                        Access.roles(Role.WRITER),
                        (req, res, who) -> Responses.json(res, 200, List.of(who.sub())))))
            .build();
    server.start();
    return server;
  }

  private static String rsaPem() {
    try {
      return Tokens.pem(Tokens.RSA.toRSAPublicKey());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jwks() {
    return "{\"keys\":["
        + Tokens.RSA.toPublicJWK().toJSONString()
        + ","
        + Tokens.EC.toPublicJWK().toJSONString()
        + "]}";
  }

  @AfterAll
  static void stop() {
    List.of(BY_SECRET, BY_RSA, BY_SET).forEach(HttpServer::stop);
    CLIENT.close();
  }

  static List<Arguments> withSecret() {
    List<Arguments> all = new ArrayList<>();
    String good = hs256(HS256, claims(""));
    String[] parts = good.split("\\.");
    add(all, "none", base64("{\"alg\":\"none\"}") + "." + parts[1] + ".");
    add(all, "none with a signature", hs256("{\"alg\":\"none\"}", claims("")));
    add(all, "None", hs256("{\"alg\":\"None\"}", claims("")));
    add(all, "nOnE", base64("{\"alg\":\"nOnE\"}") + "." + parts[1] + "." + parts[2]);
    add(all, "no alg", hs256("{\"typ\":\"JWT\"}", claims("")));
    add(all, "null alg", hs256("{\"alg\":null}", claims("")));
    add(all, "number alg", hs256("{\"alg\":256}", claims("")));
    add(all, "lower-case alg", hs256("{\"alg\":\"hs256\"}", claims("")));
    add(all, "alg HS384", hs384("{\"alg\":\"HS384\"}"));
    add(all, "HS384 called HS256", hs384(HS256));
    add(all, "alg RS256", hs256("{\"alg\":\"RS256\"}", claims("")));
    add(all, "signed with RSA", Tokens.rs256("{\"alg\":\"RS256\"}", claims("")));
    add(all, "duplicate alg", hs256("{\"alg\":\"HS256\",\"alg\":\"none\"}", claims("")));
    add(all, "crit", hs256("{\"alg\":\"HS256\",\"crit\":[\"exp\"]}", claims("")));
    add(all, "empty crit", hs256("{\"alg\":\"HS256\",\"crit\":[]}", claims("")));
    add(all, "b64 false", hs256("{\"alg\":\"HS256\",\"b64\":false}", claims("")));
    add(all, "zip", hs256("{\"alg\":\"HS256\",\"zip\":\"DEF\"}", claims("")));
    add(all, "typ secevent", hs256("{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\"}", claims("")));
    add(all, "typ number", hs256("{\"alg\":\"HS256\",\"typ\":1}", claims("")));
    add(all, "kid number", hs256("{\"alg\":\"HS256\",\"kid\":1}", claims("")));
    add(all, "kid object", hs256("{\"alg\":\"HS256\",\"kid\":{}}", claims("")));
    add(all, "other secret", hs256(HS256, claims(""), "x".repeat(32).getBytes(UTF_8)));
    add(all, "zero secret", hs256(HS256, claims(""), new byte[32]));
    add(all, "header no object", hs256("[]", claims("")));
    add(all, "header no JSON", hs256("x", claims("")));
    add(all, "header in UTF-16", utf16Header());
    addDamaged(all, good, parts);
    addBadClaims(all);
    return all;
  }

  private static void addDamaged(List<Arguments> all, String good, String[] parts) {
    add(all, "empty", "");
    add(all, "dots", "..");
    add(all, "one part", parts[0]);
    add(all, "two parts", parts[0] + "." + parts[1]);
    add(all, "no signature", parts[0] + "." + parts[1] + ".");
    add(all, "no claims", parts[0] + ".." + parts[2]);
    add(all, "no header", "." + parts[1] + "." + parts[2]);
    add(all, "a dot more", good + ".");
    add(all, "a dot before", "." + good);
    add(all, "four parts", good + "." + parts[2]);
    add(all, "five parts", good + "." + parts[1] + "." + parts[2]);
    add(all, "truncated", good.substring(0, good.length() - 1));
    add(all, "half", good.substring(0, good.length() / 2));
    add(all, "longer signature", good + "AAAA");
    add(all, "padded", good + "=");
    add(all, "other spelling of the last letter", lastLetterSpelledOtherwise(good));
    add(all, "flipped signature", flipped(good, good.length() - 10));
    add(all, "flipped claims", flipped(good, parts[0].length() + 12));
    add(all, "flipped header", flipped(good, 12));
    add(all, "space within", good.replace(".", ". "));
    add(all, "two spaces before", " " + good);
    add(all, "quoted", "\"" + good + "\"");
    add(all, "two tokens", good + "," + good);
    add(all, "two tokens apart", good + " " + good);
    add(all, "standard base64", parts[0] + "." + parts[1] + ".+/+/" + parts[2].substring(4));
    add(all, "percent", good.replace(".", "%2E"));
    add(all, "huge", hs256(HS256, claims(",\"x\":\"" + "a".repeat(7_000) + "\"")));
    add(all, "noise", "%00%ff.%00.%00");
  }

  private static void addBadClaims(List<Arguments> all) {
    String[][] bad = {
      {"aud", ""},
      {"aud", "\"other\""},
      {"aud", "\"Crossfade\""},
      {"aud", "\"crossfade \""},
      {"aud", "[]"},
      {"aud", "[\"other\"]"},
      {"aud", "[\"crossfade\",1]"},
      {"aud", "null"},
      {"aud", "{\"crossfade\":true}"},
      {"aud", "[[\"crossfade\"]]"},
      {"exp", ""},
      {"exp", "null"},
      {"exp", "\"" + (NOW + 600) + "\""},
      {"exp", "true"},
      {"exp", Long.toString(NOW - 30)},
      {"exp", Long.toString(NOW - 600)},
      {"exp", "0"},
      {"exp", "-1"},
      {"exp", "1e300"},
      {"exp", "1e15"},
      {"exp", "9223372036854775807"},
      {"exp", "[" + (NOW + 600) + "]"},
      {"exp", (NOW - 600) + ".9"},
      {"nbf", Long.toString(NOW + 31)},
      {"nbf", "\"0\""},
      {"nbf", "null"},
      {"nbf", "1e300"},
      {"iss", ""},
      {"iss", "\"them\""},
      {"iss", "null"},
      {"iss", "[\"us\"]"},
      {"iss", "\"US\""},
      {"sub", ""},
      {"sub", "\"\""},
      {"sub", "\" \""},
      {"sub", "1"},
      {"sub", "null"},
      {"sub", "\"" + "a".repeat(257) + "\""},
      {"tenant", "1"},
      {"tenant", "\"\""},
      {"tenant", "[\"t-1\"]"},
      {"tenant", "null"},
      {"tenant", "\"" + "a".repeat(129) + "\""},
      {"tenant", "\"a\\u0000b\""},
      {"tenant", "\"a\\nb\""},
      {"tenant", "{}"},
      {"roles", "\"writer\""},
      {"roles", "{\"writer\":true}"},
      {"roles", "[1]"},
      {"roles", "[[\"writer\"]]"},
      {"roles", "null"},
      {"roles", "[\"writer\",null]"},
    };
    for (String[] one : bad) {
      String value = one[1].length() > 40 ? "long" : one[1];
      add(all, one[0] + " = " + value, hs256(HS256, with(one[0], one[1])));
    }
    add(all, "duplicate tenant", hs256(HS256, claims(",\"tenant\":\"t-2\"")));
    add(all, "duplicate exp", hs256(HS256, claims(",\"exp\":" + (NOW + 900))));
    add(all, "duplicate by escape", hs256(HS256, claims(",\"ten\\u0061nt\":\"t-2\"")));
    add(all, "nested duplicate", hs256(HS256, claims(",\"x\":{\"a\":1,\"a\":2}")));
    add(all, "claims array", hs256(HS256, "[" + claims("") + "]"));
    add(all, "claims followed", hs256(HS256, claims("") + "{}"));
    add(all, "claims empty", hs256(HS256, "{}"));
    add(all, "claims null", hs256(HS256, "null"));
    add(all, "claims deep", hs256(HS256, claims(",\"x\":" + "[".repeat(500) + "]".repeat(500))));
    add(all, "comment in claims", hs256(HS256, "/**/" + claims("")));
  }

  static List<Arguments> withPublicKey() {
    List<Arguments> all = new ArrayList<>();
    byte[] pem = rsaPem().getBytes(UTF_8);
    String claims = claims("");
    add(all, "RS/HS confusion with the PEM", hs256(HS256, claims, pem));
    add(all, "RS/HS confusion, stripped", hs256(HS256, claims, rsaPem().strip().getBytes(UTF_8)));
    add(all, "RS/HS confusion with the DER", hs256(HS256, claims, der()));
    add(all, "HS signature called RS256", hs256("{\"alg\":\"RS256\"}", claims, pem));
    add(all, "PS256", Tokens.rs256("{\"alg\":\"PS256\"}", claims));
    add(all, "RS512", Tokens.rs256("{\"alg\":\"RS512\"}", claims));
    add(all, "ES256", Tokens.es256("{\"alg\":\"ES256\"}", claims));
    add(all, "own key in jwk", Tokens.es256(withJwk(), claims));
    add(all, "none", base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".AA");
    return all;
  }

  static List<Arguments> withKeySet() {
    List<Arguments> all = new ArrayList<>();
    String[] ids = {
      "unknown",
      "",
      "../../../../dev/null",
      "/etc/passwd",
      "file:///etc/passwd",
      "http://127.0.0.1:1/keys",
      "rsa-1' OR '1'='1",
      "rsa-1\\u0000",
      "RSA-1",
      "rsa-1 ",
      "ec-1"
    };
    for (String id : ids) {
      String header = "{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}";
      add(all, "kid " + id, Tokens.rs256(header, claims("")));
    }
    add(all, "no kid", Tokens.rs256("{\"alg\":\"RS256\"}", claims("")));
    add(
        all,
        "alg of the other key",
        Tokens.es256("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}", claims("")));
    add(
        all,
        "jku",
        Tokens.rs256("{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/\"}", claims("")));
    add(all, "empty secret", hs256("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}", claims("")));
    add(all, "zero ES signature", zeroSignature());
    return all;
  }

  private static void add(List<Arguments> all, String name, String token) {
    all.add(Arguments.of(name, token));
  }

  private static String hs384(String header) {
    return Tokens.sign(header, claims(""), JWSAlgorithm.HS384, () -> new MACSigner("x".repeat(48)));
  }

  private static String utf16Header() {
    String signed = base64(HS256.getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
    return signed + "." + base64(claims("")) + ".AAAA";
  }

  private static String zeroSignature() {
    String header = base64("{\"alg\":\"ES256\",\"kid\":\"ec-1\"}");
    return header + "." + base64(claims("")) + "." + base64(new byte[64]);
  }

  private static String withJwk() {
    return "{\"alg\":\"ES256\",\"jwk\":" + Tokens.EC.toPublicJWK().toJSONString() + "}";
  }

  private static byte[] der() {
    try {
      return Tokens.RSA.toRSAPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 32 bytes leave two bits of the last letter unused; a lax decoder takes any of them. */
  private static String lastLetterSpelledOtherwise(String token) {
    char last = token.charAt(token.length() - 1);
    return token.substring(0, token.length() - 1) + (char) (last + 1);
  }

  private static String flipped(String token, int at) {
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withSecret")
  void areRefusedWithASharedSecret(String name, String token) throws Exception {
    isRefused(BY_SECRET, token);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withPublicKey")
  void areRefusedWithAPublicKey(String name, String token) throws Exception {
    isRefused(BY_RSA, token);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withKeySet")
  void areRefusedWithAKeySet(String name, String token) throws Exception {
    isRefused(BY_SET, token);
  }

  @Test
  void theGoodOnesAreTaken() throws Exception {
    assertThat(status(BY_SECRET, hs256(HS256, claims("")))).isEqualTo(200);
    assertThat(status(BY_RSA, Tokens.rs256("{\"alg\":\"RS256\"}", claims("")))).isEqualTo(200);
    for (String kid : List.of("rsa-1", "ec-1")) {
      String alg = kid.equals("rsa-1") ? "RS256" : "ES256";
      String header = "{\"alg\":\"" + alg + "\",\"kid\":\"" + kid + "\"}";
      String token =
          kid.equals("rsa-1") ? Tokens.rs256(header, claims("")) : Tokens.es256(header, claims(""));
      assertThat(status(BY_SET, token)).isEqualTo(200);
    }
  }

  private static void isRefused(HttpServer server, String token) throws Exception {
    // when
    var answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());

    // then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer error=\"invalid_token\"");
    assertThat(answer.body()).contains("/problems/unauthenticated").doesNotContain("Exception");
  }

  private static int status(HttpServer server, String token) throws Exception {
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }
}
