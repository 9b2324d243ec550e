package dev.crossfade.reconcile.fold;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The partitions that are folded in this process at the moment. Thread-safe. */
final class HeldPartitions {
  private final Map<Integer, PartitionFold> folds = new ConcurrentHashMap<>();

  void add(PartitionFold fold) {
    folds.put(fold.partition(), fold);
  }

  void remove(PartitionFold fold) {
    folds.remove(fold.partition(), fold);
  }

  @Nullable PartitionFold get(int partition) {
    return folds.get(partition);
  }

  List<PartitionFold> all() {
    return List.copyOf(folds.values());
  }
}
