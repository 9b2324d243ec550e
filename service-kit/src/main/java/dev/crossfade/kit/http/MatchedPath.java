package dev.crossfade.kit.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.RoutedPath;
import java.util.Map;

/** A request's path with the parameters that {@link PathTree} found. */
final class MatchedPath implements RoutedPath {
  private final RoutedPath path;
  private final Parameters parameters;

  MatchedPath(RoutedPath path, Map<String, String> parameters) {
    this.path = path;
    this.parameters = Parameters.createSingleValueMap("path/template", parameters);
  }

  @Override
  public Parameters pathParameters() {
    return parameters;
  }

  @Override
  public RoutedPath absolute() {
    return this;
  }

  @Override
  public String rawPath() {
    return path.rawPath();
  }

  @Override
  public String rawPathNoParams() {
    return path.rawPathNoParams();
  }

  @Override
  public String path() {
    return path.path();
  }

  @Override
  public Parameters matrixParameters() {
    return path.matrixParameters();
  }

  @Override
  public void validate() {
    path.validate();
  }
}
