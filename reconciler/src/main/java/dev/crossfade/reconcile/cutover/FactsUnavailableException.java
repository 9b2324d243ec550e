package dev.crossfade.reconcile.cutover;

/** What a gate needs to know cannot be asked now. */
public final class FactsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what.
   *
   * @param what for an operator; shows no data
   */
  public FactsUnavailableException(String what) {
    super(what);
  }

  /** The same with what brought it about. */
  public FactsUnavailableException(String what, Throwable cause) {
    super(what, cause);
  }
}
