package dev.crossfade.sync.simulation;

import java.util.List;

/** Says what is wrong with a run; nothing, where nothing is. */
@FunctionalInterface
interface Judge {
  /** Both of them: the fold first, which is the cheaper one, then the checker of histories. */
  static Judge both() {
    Judge fold = new FoldJudge();
    Judge checker = new CheckerJudge();
    return run -> {
      List<String> wrong = fold.judge(run);
      return wrong.isEmpty() ? checker.judge(run) : wrong;
    };
  }

  List<String> judge(Run run);
}
