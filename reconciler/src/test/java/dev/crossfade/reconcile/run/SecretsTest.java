package dev.crossfade.reconcile.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.reconcile.compare.FieldDifference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

class SecretsTest {
  @ParameterizedTest
  @DisplayName("a pointer is secret where it leads to a secret field or into it")
  @CsvSource({
    "/token,            /token,        true",
    "/token/part,       /token,        true",
    "/tokens,           /token,        false",
    "/settings,         /settings/key, false",
    "/settings/key,     /settings/key, true",
    "/devices/3/key,    /devices/*/key, true",
    "/devices/3/name,   /devices/*/key, false",
  })
  void within(String pointer, String secret, boolean expected) {
    // given // when // then
    assertThat(Secrets.within(pointer, secret)).isEqualTo(expected);
  }

  @Test
  @DisplayName("a secret value stands in no difference, however deep, and other values do")
  void hidden() {
    // given
    Secrets secrets = new Secrets(domain -> Set.of("/token", "/devices/*/key"));
    JsonNode device =
        JsonNodeFactory.instance.objectNode().put("name", "phone").put("key", "canary");
    JsonNode devices = JsonNodeFactory.instance.arrayNode().add(device);
    var fields =
        List.of(
            new FieldDifference("/token", StringNode.valueOf("canary"), null),
            new FieldDifference("/devices", devices, device),
            new FieldDifference("/devices/0/key", null, StringNode.valueOf("canary")),
            new FieldDifference("/name", StringNode.valueOf("Ada"), StringNode.valueOf("Eve")));
    // when
    var shown = secrets.shown("students", fields, true);
    var names = secrets.shown("students", fields, false);
    // then
    assertThat(shown.subList(0, 1).toString() + shown.get(2)).doesNotContain("canary");
    assertThat(Objects.requireNonNull(shown.get(1).expected()).toString())
        .contains("phone")
        .doesNotContain("canary");
    assertThat(Objects.requireNonNull(shown.get(0).expected()).asString("")).isEqualTo("(secret)");
    assertThat(Objects.requireNonNull(shown.get(3).actual()).asString("")).isEqualTo("Eve");
    assertThat(names).extracting(FieldDifference::expected).containsOnlyNulls();
    assertThat(names).extracting(FieldDifference::actual).containsOnlyNulls();
  }
}
