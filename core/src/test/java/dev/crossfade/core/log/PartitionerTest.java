package dev.crossfade.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.golden.GoldenFile;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PartitionerTest {
  private static final List<String> TENANTS =
      List.of(
          "a",
          "ab",
          "abc",
          "abcd",
          "school-1",
          "school-2",
          "alice@example.com",
          "学校-用户1",
          "é",
          "😀😀",
          "00000000-0000-0000-0000-000000000000",
          "x".repeat(128));
  private static final List<Integer> COUNTS = List.of(1, 2, 3, 24, 100, 1_000);

  @Test
  @DisplayName("Tenants lie in the partitions of the golden file")
  void golden() throws IOException {
    GoldenFile file = new GoldenFile("partitions.txt");
    for (String tenant : TENANTS) {
      for (int partitions : COUNTS) {
        file.line(
            tenant + " of " + partitions,
            Integer.toString(Partitioner.partition(tenant, partitions)));
      }
    }
    file.check();
  }

  @Property(tries = 1_000)
  @Label("The partition is the one that Kafka's own partitioner answers")
  void asKafka(
      @ForAll @StringLength(max = 128) String tenant,
      @ForAll @IntRange(min = 1, max = 2_000) int partitions) {
    // when
    int partition = Partitioner.partition(tenant, partitions);

    // then
    int kafka = Utils.toPositive(Utils.murmur2(tenant.getBytes(UTF_8))) % partitions;
    assertThat(partition).isEqualTo(kafka).isBetween(0, partitions - 1);
  }
}
