package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.http.RawCaller.Answer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentModeTest {
  private static final DevelopmentAuthenticator WHO =
      new DevelopmentAuthenticator(InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z")));

  private static final KitServer SERVER =
      new KitServer(
          WHO,
          HttpLimits.defaults(),
          Route.get(
              "/tenant",
              Access.roles(Role.WRITER),
              (req, res, who) -> Responses.text(res, 200, "text/plain", who.requireTenant())),
          Route.get("/open", Access.open(), (req, res, who) -> Responses.empty(res, 204)));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void theHeaderNamesTheTenant() throws Exception {
    // when
    var answer = SERVER.send(SERVER.request("/tenant").header("X-Crossfade-Tenant", "t-1"));

    // then
    assertThat(answer.body()).isEqualTo("t-1");
  }

  @Test
  void withoutATenantTheHandlerSays400() throws Exception {
    // when
    var answer = SERVER.get("/tenant");

    // then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/problems/tenant-missing");
  }

  @Test
  void aTokenGoesBeforeTheHeader() throws Exception {
    // given
    String token = WHO.sampleToken("t-2", Set.of(Role.WRITER));

    // when
    var answer =
        SERVER.send(
            SERVER
                .request("/tenant")
                .header("Authorization", "Bearer " + token)
                .header("X-Crossfade-Tenant", "t-1"));

    // then
    assertThat(answer.body()).isEqualTo("t-2");
  }

  @Test
  void aTokenWithoutTheRoleIs403AndAForeignOne401() throws Exception {
    // given
    String reader = WHO.sampleToken("t-2", Set.of(Role.READER));
    String foreign =
        new DevelopmentAuthenticator(InstantSource.system())
            .sampleToken("t-2", Set.of(Role.WRITER));

    // when
    var forbidden =
        SERVER.send(SERVER.request("/tenant").header("Authorization", "Bearer " + reader));
    var unknown =
        SERVER.send(SERVER.request("/tenant").header("Authorization", "Bearer " + foreign));

    // then
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(unknown.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.256",
        "0.0.0.0",
        "10.0.0.1",
        "128.0.0.1",
        "[::2]",
        "[::ffff:10.0.0.1]:80",
        "localhost.",
        "127.1",
        "2130706433",
        "local%68ost",
        "127.0.0.1:99999999"
      })
  void aForeignHostIsRefused(String host) throws Exception {
    for (String path : new String[] {"/tenant", "/open", "/nowhere"}) {
      try (RawCaller caller = SERVER.raw()) {
        // when
        Answer answer =
            caller.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").answer();

        // then
        assertThat(answer.status()).isIn(421, 400);
        assertThat(answer.body()).containsAnyOf("/foreign-host", "/bad-request");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.9.9.9",
        "[::1]",
        "[::1]:8080"
      })
  void aLoopbackHostIsServed(String host) throws Exception {
    try (RawCaller caller = SERVER.raw()) {
      // when
      Answer answer = caller.send("GET /open HTTP/1.1\r\nHost: " + host + "\r\n\r\n").answer();

      // then
      assertThat(answer.status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "http://evil.example#localhost",
        "http://evil.example?localhost",
        "http://evil.example/localhost",
        "file://",
        "file://localhost",
        "chrome-extension://localhost",
        "http://127.0.0.1.nip.io",
        "http://[::2]",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://localhost.",
        "http://user@localhost",
        "http://localhost/",
        "http://",
        "localhost",
        "//localhost",
        "http:localhost",
        "http://localhost http://evil.example",
        "http://localhost, http://evil.example",
        "*"
      })
  void aForeignOriginIsRefused(String origin) throws Exception {
    // when
    var answer = SERVER.send(SERVER.request("/tenant").header("Origin", origin));

    // then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("/foreign-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:5173",
        "https://127.0.0.1:1",
        "http://[::1]:3000"
      })
  void aLoopbackOriginIsServed(String origin) throws Exception {
    // when
    var answer = SERVER.send(SERVER.request("/open").header("Origin", origin));

    // then
    assertThat(answer.statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void aServerOnAnotherAddressIsRefused(String bind) {
    // when, then
    assertThatThrownBy(() -> HttpServer.builder().bind(bind).authenticator(WHO).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("development mode")
        .hasMessageContaining(bind);
  }
}
