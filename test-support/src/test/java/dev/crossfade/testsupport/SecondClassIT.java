package dev.crossfade.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One of two classes that do the same: whichever runs later fails when it sees what the other left.
 */
@ExtendWith(RealServers.class)
class SecondClassIT {
  private final TestDatabase database;
  private final TestKafka kafka;

  SecondClassIT(TestDatabase database, TestKafka kafka) {
    this.database = database;
    this.kafka = kafka;
  }

  @Test
  @DisplayName(
      "a test class gets an empty database and a namespace without topics, on servers that work")
  void isFresh() throws Exception {
    // given // when // then
    FreshServers.use(database, kafka);
  }

  @Nested
  class Inside {
    @Test
    @DisplayName("a nested class shares those of its class")
    void isShared(TestDatabase sameDatabase, TestKafka sameKafka) {
      // given // when // then
      assertThat(sameDatabase).isSameAs(database);
      assertThat(sameKafka).isSameAs(kafka);
    }
  }
}
