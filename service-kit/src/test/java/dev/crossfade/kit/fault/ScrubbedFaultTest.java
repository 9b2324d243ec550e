package dev.crossfade.kit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScrubbedFaultTest {
  private static final String DATA = "Ada Lovelace";

  @Test
  @DisplayName("What a driver quotes in its message is in no line of the log")
  void noMessages() {
    // given
    SQLException sql = new SQLException("Key (name)=(" + DATA + ") exists", "23505");
    RuntimeException fault = new IllegalStateException("cannot write " + DATA, sql);

    // when
    String line = ScrubbedFault.line(fault);
    String trace = ScrubbedFault.trace(fault);

    // then
    assertThat(line).doesNotContain(DATA).doesNotContain("\n");
    assertThat(line)
        .startsWith(
            "java.lang.IllegalStateException, caused by java.sql.SQLException SQLState 23505 at "
                + ScrubbedFaultTest.class.getName());
    assertThat(trace)
        .doesNotContain(DATA)
        .contains("caused by java.sql.SQLException SQLState 23505", "  at ");
  }

  @Test
  @DisplayName("Kafka's errors are told by their names")
  void kafka() {
    // given
    KafkaException fault = new KafkaException("x", new TopicAuthorizationException("school"));

    // when // then
    assertThat(ScrubbedFault.line(fault))
        .contains(
            "caused by org.apache.kafka.common.errors.TopicAuthorizationException"
                + " TOPIC_AUTHORIZATION_FAILED")
        .doesNotContain("school");
  }
}
