package dev.crossfade.kit.http;

/** Is told how each request went. Called on the request's thread, so it must be quick. */
@FunctionalInterface
public interface RequestObserver {
  /** Records one answer. */
  @FunctionalInterface
  interface Recorder {
    /**
     * Called once an answer, after it was written.
     *
     * @param status the HTTP status
     * @param nanos how long it took, from the parsed head to the written answer
     */
    void completed(int status, long nanos);
  }

  /** An observer that does nothing. */
  RequestObserver NONE = (method, template) -> (status, nanos) -> {};

  /** The recorder of a route, asked for once when the server is built. */
  Recorder recorder(String method, String template);
}
