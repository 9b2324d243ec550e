package dev.crossfade.core.blueprint;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The blueprint of the school, as it lies in the repository's {@code blueprints} folder. */
final class School {
  static final Path FOLDER = resource("/blueprints/school");
  static final Blueprint BLUEPRINT = Blueprint.load(FOLDER);

  private School() {}

  static Domain domain(String name) {
    return BLUEPRINT.domain(name).orElseThrow();
  }

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(School.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
