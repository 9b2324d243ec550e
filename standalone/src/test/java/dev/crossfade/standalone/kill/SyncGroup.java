package dev.crossfade.standalone.kill;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Who applies which partitions, as the broker sees it. */
final class SyncGroup implements AutoCloseable {
  private static final String GROUP = "crossfade-sync";
  private static final String SECOND = "crossfade-sync-sync-";

  private final Admin admin;

  SyncGroup(String bootstrap) {
    this.admin =
        Admin.create(
            Map.of("bootstrap.servers", bootstrap, "client.id", "kill-rounds-" + bootstrap));
  }

  /** The partitions of processes that are not the node; empty while the broker cannot say. */
  Set<Integer> ofSecond() throws InterruptedException {
    try {
      var description = admin.describeConsumerGroups(Set.of(GROUP)).describedGroups().get(GROUP);
      return Objects.requireNonNull(description).get().members().stream()
          .filter(member -> member.clientId().startsWith(SECOND))
          .flatMap(member -> member.assignment().topicPartitions().stream())
          .map(TopicPartition::partition)
          .collect(Collectors.toSet());
    } catch (ExecutionException e) {
      return Set.of();
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
