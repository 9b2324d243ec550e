package dev.crossfade.reconcile.cutover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.cutover.Mode;
import dev.crossfade.kit.problem.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CutoverBodyTest {
  private static final Set<String> MEMBERS =
      Set.of("mode", "percentage", "basisPoints", "plan", "reason", "force", "to");

  @ParameterizedTest(name = "{0} %: {1}")
  @DisplayName("A percentage becomes basis points exactly")
  @CsvSource({
    "0, 0", "0.29, 29", "0.01, 1", "1, 100", "5.00, 500", "33.3, 3330", "99.99, 9999",
    "100, 10000", "1e2, 10000", "2.5E1, 2500", "0.290, 29",
  })
  void percentage(String percentage, int basisPoints) {
    assertThat(body("{'percentage':" + percentage + ",'reason':'r'}").change().basisPoints())
        .isEqualTo(basisPoints);
  }

  @ParameterizedTest
  @DisplayName("I8: what is odd is refused")
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'reason':'r'}",
        "{'percentage':1}",
        "{'percentage':1,'reason':' '}",
        "{'percentage':0.291,'reason':'r'}",
        "{'percentage':-1,'reason':'r'}",
        "{'percentage':-0.01,'reason':'r'}",
        "{'percentage':100.01,'reason':'r'}",
        "{'percentage':1e400,'reason':'r'}",
        "{'percentage':1e-999,'reason':'r'}",
        "{'percentage':'1','reason':'r'}",
        "{'percentage':1,'basisPoints':100,'reason':'r'}",
        "{'basisPoints':1.0,'reason':'r'}",
        "{'basisPoints':10001,'reason':'r'}",
        "{'basisPoints':99999999999,'reason':'r'}",
        "{'mode':'half','reason':'r'}",
        "{'mode':1,'reason':'r'}",
        "{'mode':'target','force':1,'reason':'r'}",
        "{'mode':'target','reason':'r','extra':1}",
        "{'plan':{},'reason':'r'}",
        "{'plan':{'steps':[]},'reason':'r'}",
        "{'plan':{'steps':[{'basisPoints':1,'soakSeconds':1}],'gates':{'mood':{}}},'reason':'r'}",
        "{'plan':{'steps':[{'basisPoints':1,'soakSeconds':1}],'gates':{'proof':{'action':'rollback'}}},'reason':'r'}",
      })
  void odd(String json) {
    assertThatThrownBy(() -> body(json).change())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  @Test
  void wayBack() {
    CutoverOrder plain = body("{'reason':'r'}").rollBack();
    CutoverOrder told = body("{'reason':'r','to':100,'mode':'legacy'}").rollBack();

    assertThat(plain.mode()).isEqualTo(Mode.HYBRID);
    assertThat(plain.basisPoints()).isZero();
    assertThat(told.mode()).isEqualTo(Mode.LEGACY);
    assertThat(told.basisPoints()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'reason':'r','mode':'target'}",
        "{'reason':'r','to':-1}",
        "{'reason':'r','to':1.5}",
        "{'reason':'r','to':'0'}",
      })
  void noWayBack(String json) {
    assertThatThrownBy(() -> body(json).rollBack()).isInstanceOf(ProblemException.class);
  }

  private static CutoverBody body(String json) {
    return CutoverBody.parse(json.replace('\'', '"').getBytes(UTF_8), "ada", MEMBERS);
  }
}
