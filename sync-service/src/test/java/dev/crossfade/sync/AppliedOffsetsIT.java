package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Position;
import dev.crossfade.core.log.Topics;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka is told how far the log is applied, and never asked. */
@ExtendWith(RealServers.class)
class AppliedOffsetsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROOM = "{\"id\":\"a\",\"name\":\"n\"}";

  @Test
  @DisplayName("the group's lag is the lag; offsets that somebody set are no positions")
  void toldAndNeverAsked(TestKafka kafka, TestDatabase database) throws Exception {
    try (School school = School.open(kafka, database);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      // given
      var b = school.source("t", "b");
      Position first = b.put("classrooms", "a", ROOM);
      TopicPartition partition = new TopicPartition(school.name + ".changes", first.partition());

      // when
      try (SyncService sync = school.startSync("one")) {
        // then
        assertThat(sync.routes()).isNotEmpty();
        await().atMost(PATIENCE).until(() -> told(admin, partition) == first.offset() + 1);
      }

      // given: nobody is in the group, and the offset is nonsense
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  admin
                      .alterConsumerGroupOffsets(
                          Topics.SYNC_GROUP, Map.of(partition, new OffsetAndMetadata(999)))
                      .all()
                      .get());
      Position second = b.put("classrooms", "a", ROOM);

      // when
      try (SyncService sync = school.startSync("two")) {
        // then
        assertThat(sync.routes()).isNotEmpty();
        await().atMost(PATIENCE).until(() -> school.applied(second));
        await().atMost(PATIENCE).until(() -> told(admin, partition) == second.offset() + 1);
      }
    }
  }

  private static long told(Admin admin, TopicPartition partition) throws Exception {
    var offsets =
        admin.listConsumerGroupOffsets(Topics.SYNC_GROUP).partitionsToOffsetAndMetadata().get();
    OffsetAndMetadata offset = offsets.get(partition);
    return offset == null ? -1 : offset.offset();
  }
}
