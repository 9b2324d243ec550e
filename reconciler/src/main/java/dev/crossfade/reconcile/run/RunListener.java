package dev.crossfade.reconcile.run;

/** Is told how runs go. Called by the threads that do them: to be quick about it. */
public interface RunListener {
  /** Tells nobody. */
  RunListener NONE =
      new RunListener() {
        @Override
        public void compared(Run run, RunPart part) {}

        @Override
        public void ended(Run run, RunState state) {}
      };

  /** A part was done. */
  void compared(Run run, RunPart part);

  /** The run is over. */
  void ended(Run run, RunState state);
}
