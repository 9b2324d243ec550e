package dev.crossfade.sync.simulation;

import java.util.List;

/** Says what is wrong with a run; nothing, where nothing is. */
@FunctionalInterface
interface Judge {
  List<String> judge(Run run);
}
