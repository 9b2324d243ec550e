package dev.crossfade.standalone.node;

/** A changed blueprint cannot take the place of the published one. Its message is for a person. */
public final class BlueprintRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BlueprintRefusedException(String message) {
    super(message);
  }
}
