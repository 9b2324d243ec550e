package dev.crossfade.core.blueprint;

/**
 * Something wrong with a blueprint.
 *
 * @param file the file, relative to the blueprint's folder
 * @param path the place in the file, members joined by dots, list entries by name or number
 * @param sentence what is wrong and what to do
 */
public record Problem(String file, String path, String sentence) {
  @Override
  public String toString() {
    return path.isEmpty() ? file + ": " + sentence : file + " " + path + ": " + sentence;
  }
}
