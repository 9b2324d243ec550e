package dev.crossfade.kit.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path by walking its raw segments: no pattern is matched, and an encoded
 * slash stays inside its segment. A literal segment goes before a parameter. Immutable once built.
 *
 * @param <T> what a route leads to
 */
final class PathTree<T> {
  /** What a path leads to. */
  sealed interface Match<T> {
    /** A route, with the decoded parameters. */
    record Found<T>(T target, Map<String, String> parameters) implements Match<T> {}

    /** The path is known, with other methods. */
    record OtherMethods<T>(SortedSet<String> allowed) implements Match<T> {}

    /** No such path. */
    record Unknown<T>() implements Match<T> {}
  }

  private static final class Node<T> {
    private final Map<String, Node<T>> literals = new HashMap<>();
    private final Map<String, Leaf<T>> methods = new TreeMap<>();
    private @Nullable Node<T> parameter;
  }

  private record Leaf<T>(T target, List<String> names) {}

  private final Node<T> root = new Node<>();

  /**
   * Adds a route.
   *
   * @throws IllegalArgumentException when the method and path are taken
   */
  void add(String method, String template, T target) {
    Node<T> node = root;
    List<String> names = new java.util.ArrayList<>();
    for (String segment : template.substring(1).split("/", -1)) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        names.add(segment.substring(1, segment.length() - 1));
        Node<T> next = node.parameter;
        if (next == null) {
          next = new Node<>();
          node.parameter = next;
        }
        node = next;
      } else {
        node = node.literals.computeIfAbsent(segment, s -> new Node<>());
      }
    }
    if (node.methods.putIfAbsent(method, new Leaf<>(target, List.copyOf(names))) != null) {
      throw new IllegalArgumentException("two routes for " + method + " " + template);
    }
  }

  /** Finds the route of a raw path, that is one still percent-encoded. */
  Match<T> find(String method, String rawPath) {
    String[] values = new String[8];
    Node<T> node = walk(root, rawPath, 1, values, 0);
    if (node == null) {
      return new Match.Unknown<>();
    }
    Leaf<T> leaf = node.methods.get(method);
    if (leaf == null) {
      return new Match.OtherMethods<>(new TreeSet<>(node.methods.keySet()));
    }
    return parameters(leaf, values);
  }

  private static <T> Match<T> parameters(Leaf<T> leaf, String[] values) {
    List<String> names = leaf.names();
    if (names.isEmpty()) {
      return new Match.Found<>(leaf.target(), Map.of());
    }
    Map<String, String> parameters = HashMap.newHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      String value = decode(values[i]);
      if (value == null || value.isEmpty()) {
        return new Match.Unknown<>();
      }
      parameters.put(names.get(i), value);
    }
    return new Match.Found<>(leaf.target(), parameters);
  }

  private static <T> @Nullable Node<T> walk(
      Node<T> node, String path, int from, String[] values, int depth) {
    int slash = path.indexOf('/', from);
    int end = slash < 0 ? path.length() : slash;
    String segment = path.substring(Math.min(from, end), end);
    Node<T> literal = node.literals.get(segment);
    if (literal != null) {
      Node<T> found = slash < 0 ? ending(literal) : walk(literal, path, slash + 1, values, depth);
      if (found != null) {
        return found;
      }
    }
    Node<T> parameter = node.parameter;
    if (parameter == null || depth == values.length) {
      return null;
    }
    values[depth] = segment;
    return slash < 0 ? ending(parameter) : walk(parameter, path, slash + 1, values, depth + 1);
  }

  private static <T> @Nullable Node<T> ending(Node<T> node) {
    return node.methods.isEmpty() ? null : node;
  }

  private static @Nullable String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      // A plus is a plus in a path; only forms make it a space.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
