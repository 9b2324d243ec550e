package dev.crossfade.kit.identity;

import static dev.crossfade.kit.identity.Tokens.HS256;
import static dev.crossfade.kit.identity.Tokens.NOW;
import static dev.crossfade.kit.identity.Tokens.claims;
import static dev.crossfade.kit.identity.Tokens.hs256;
import static dev.crossfade.kit.identity.Tokens.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.Authentication.Accepted;
import dev.crossfade.kit.identity.Authentication.Refused;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {
  private final AtomicLong now = new AtomicLong(NOW);
  private final JwtAuthenticator authenticator =
      new JwtAuthenticator(
          JwtKeys.secret(Tokens.SECRET), null, () -> Instant.ofEpochSecond(now.get()));

  private Authentication ask(String token) {
    return authenticator.authenticate("Bearer " + token, "t-from-header");
  }

  @Test
  void aGoodTokenTellsWhoAsks() {
    // when
    Authentication found = ask(hs256(HS256, claims(",\"other\":{\"deep\":[1]}")));

    // then
    assertThat(found)
        .isEqualTo(
            new Accepted(new Identity("ada", "t-1", java.util.Set.of(Role.WRITER, Role.READER))));
  }

  @Test
  void theTenantComesFromTheTokenOnly() {
    // when
    Authentication found = ask(hs256(HS256, with("tenant", "")));

    // then
    assertThat(found)
        .isInstanceOfSatisfying(Accepted.class, a -> assertThat(a.identity().tenant()).isNull());
  }

  @Test
  void unknownRolesAreIgnored() {
    // when
    Authentication found = ask(hs256(HS256, with("roles", "[\"root\",\"WRITER\",\"reader\"]")));

    // then
    assertThat(found)
        .isInstanceOfSatisfying(
            Accepted.class, a -> assertThat(a.identity().roles()).containsExactly(Role.READER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"other\",\"crossfade\"]", "\"crossfade\"", "[\"crossfade\"]"})
  void theAudienceMayBeOneOfSeveral(String audience) {
    assertThat(ask(hs256(HS256, with("aud", audience)))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({"exp,-29", "exp,0", "nbf,30", "nbf,0"})
  void clocksMayDifferByHalfAMinute(String claim, long offset) {
    assertThat(ask(hs256(HS256, with(claim, Long.toString(NOW + offset)))))
        .isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer "})
  void theSchemeIsCaseInsensitive(String scheme) {
    assertThat(authenticator.authenticate(scheme + hs256(HS256, claims("")), null))
        .isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearerx", "", "Token x"})
  void otherSchemesAreRefused(String authorization) {
    assertThat(authenticator.authenticate(authorization, null)).isInstanceOf(Refused.class);
  }

  @Test
  void withoutATokenNobodyIsKnown() {
    assertThat(authenticator.authenticate(null, "t-1")).isInstanceOf(Refused.class);
  }

  @Test
  void aRememberedTokenExpiresAllTheSame() {
    // given
    String token = hs256(HS256, claims(""));
    assertThat(ask(token)).isInstanceOf(Accepted.class);

    // when
    now.set(NOW + 600 + 29);
    Authentication inTime = ask(token);
    now.set(NOW + 600 + 30);
    Authentication late = ask(token);

    // then
    assertThat(inTime).isInstanceOf(Accepted.class);
    assertThat(late).isEqualTo(new Refused("The token has expired."));
  }

  @Test
  void aRememberedTokenDoesNotVouchForItsNeighbour() {
    // given
    String token = hs256(HS256, claims(""));
    assertThat(ask(token)).isInstanceOf(Accepted.class);

    // when
    Authentication found = ask(token.substring(0, token.length() - 4) + "AAAA");

    // then
    assertThat(found).isInstanceOf(Refused.class);
  }

  @Test
  void theCacheIsBounded() {
    // given
    TokenCache cache = new TokenCache(100);
    TokenCache.Entry entry = new TokenCache.Entry(Identity.ANONYMOUS, NOW);

    // when
    for (int i = 0; i < 10_000; i++) {
      cache.add("token " + i, entry);
    }

    // then
    assertThat(cache.size()).isLessThanOrEqualTo(200);
    assertThat(cache.find("token 9999")).isSameAs(entry);
    assertThat(cache.find("token 0")).isNull();
  }
}
