package dev.crossfade.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.identity.Role;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final Handler TELLS_WHO =
      (req, res, who) -> Responses.json(res, 200, List.of(who.sub()));

  private static final KitServer SERVER = new KitServer(routes());

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /** One route for each set of roles. */
  private static Route[] routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/0", Access.open(), TELLS_WHO));
    for (int mask = 1; mask < 1 << Role.values().length; mask++) {
      routes.add(Route.get("/" + mask, new Access.Roles(roles(mask)), TELLS_WHO));
    }
    return routes.toArray(Route[]::new);
  }

  private static Set<Role> roles(int mask) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    List<Role> all = List.of(Role.values());
    for (int i = 0; i < all.size(); i++) {
      if ((mask & 1 << i) != 0) {
        roles.add(all.get(i));
      }
    }
    return roles;
  }

  static Stream<String> callers() {
    return Stream.concat(Stream.of("nobody"), Stream.of(Role.values()).map(Role::claim));
  }

  @ParameterizedTest
  @MethodSource("callers")
  @DisplayName("each role on each route: 403 unless the route names the role")
  void rolesByRoutes(String name) throws Exception {
    for (int mask = 1; mask < 1 << Role.values().length; mask++) {
      // given
      Role role = Role.ofClaim(name);
      boolean allowed = role != null && roles(mask).contains(role);
      HttpRequest.Builder request =
          SERVER.request("/" + mask).header("Authorization", "Role " + name);

      // when
      var answer = SERVER.send(request);

      // then
      assertThat(answer.statusCode()).as("route %s", roles(mask)).isEqualTo(allowed ? 200 : 403);
      assertThat(answer.body()).contains(allowed ? "test" : "/problems/forbidden");
    }
  }

  @Test
  void aCallerWithoutATokenIs401OnEachRouteThatIsNotOpen() throws Exception {
    for (int mask = 1; mask < 1 << Role.values().length; mask++) {
      // when
      var answer = SERVER.get("/" + mask);

      // then
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer error=\"invalid_token\"");
      assertThat(answer.body()).contains("/problems/unauthenticated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Role admin", "nonsense"})
  void anOpenRouteAsksNobody(String authorization) throws Exception {
    // when
    var answer = SERVER.send(SERVER.request("/0").header("Authorization", authorization));

    // then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("anonymous");
  }

  @Test
  void aSecondAuthorizationDoesNotHideBehindTheFirst() throws Exception {
    // when
    var answer =
        SERVER.send(
            SERVER
                .request("/1")
                .header("Authorization", "Role writer")
                .header("Authorization", "Role admin"));

    // then
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void rolesAreNeverEmpty() {
    assertThatThrownBy(() -> new Access.Roles(Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
