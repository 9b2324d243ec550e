package dev.crossfade.ingest.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.problem.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void aWriterHasItsTokensTenantOnly() {
    // given
    Caller writer = caller("a", Role.WRITER);

    // when
    var unnamed = writer.tenant(null);
    var same = writer.tenant("a");
    var other = writer.tenant("A");

    // then
    assertThat(unnamed).isEqualTo(new Caller.Known("a"));
    assertThat(same).isEqualTo(new Caller.Known("a"));
    assertThat(other)
        .isInstanceOfSatisfying(
            Caller.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TENANT_MISMATCH));
  }

  @Test
  void anImporterNamesAny() {
    // given
    Caller importer = caller("a", Role.IMPORTER);

    // when
    var other = importer.tenant("b");
    var unnamed = importer.tenant(null);
    var odd = importer.tenant("b\u0000");

    // then
    assertThat(other).isEqualTo(new Caller.Known("b"));
    assertThat(unnamed).isEqualTo(new Caller.Known("a"));
    assertThat(odd).isInstanceOf(Caller.Refused.class);
  }

  @Test
  void anImporterWithoutATenantMustNameOne() {
    // when
    var unnamed = caller(null, Role.IMPORTER).tenant(null);

    // then
    assertThat(unnamed)
        .isInstanceOfSatisfying(
            Caller.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TENANT_MISSING));
  }

  @Test
  @DisplayName("a tenant that UTF-8 would turn into another one is refused")
  void aTenantThatIsNoText() {
    // when, then
    assertThatThrownBy(() -> caller("a\uD800", Role.WRITER))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().type()).isEqualTo(Refusal.TENANT_MISMATCH.slug()));
  }

  private static Caller caller(@Nullable String tenant, Role role) {
    return Caller.of(new Identity("test", tenant, Set.of(role)));
  }
}
