package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A blueprint as files: {@code blueprint.yaml} and the JSON Schemas that it names. */
final class BlueprintFolder {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Path folder;
  private final ProblemList problems = new ProblemList();
  private final Map<String, String> schemaFiles = new LinkedHashMap<>();

  private BlueprintFolder(Path folder) {
    this.folder = folder;
  }

  static Blueprint load(Path folder) {
    return new BlueprintFolder(folder).load();
  }

  private Blueprint load() {
    JsonNode tree = read(BlueprintReader.FILE, YAML);
    if (!(tree instanceof ObjectNode form)) {
      if (problems.isEmpty()) {
        problems.add(BlueprintReader.FILE, "", "must be a mapping that begins with blueprint: 1.");
      }
      throw problems.toException();
    }
    for (JsonNode domain : form.path("domains")) {
      if (domain instanceof ObjectNode object) {
        inline(object);
      }
    }
    return BlueprintReader.read(form, problems, schemaFiles);
  }

  private void inline(ObjectNode domain) {
    JsonNode name = domain.get("name");
    String called = name != null && name.isString() ? name.stringValue() : null;
    String place = "domains." + (called == null ? "" : called + ".");
    inlineSchema(domain, called, place + "schema");
    JsonNode upcast = domain.path("upcast");
    for (int i = 0; i < upcast.size(); i++) {
      if (upcast.get(i) instanceof ObjectNode entry) {
        inlineSchema(
            entry,
            called == null ? null : UpcastReader.fileKey(called, i),
            place + "upcast[" + i + "].schema");
      }
    }
  }

  private void inlineSchema(ObjectNode holder, @Nullable String key, String place) {
    JsonNode schema = holder.get("schema");
    if (schema == null || !schema.isString()) {
      return;
    }
    String file = schema.stringValue();
    JsonNode tree = null;
    if (file.isBlank() || file.indexOf('\0') >= 0) {
      problems.add(BlueprintReader.FILE, place, "names no file: write its name, like books.json.");
    } else if (folder.resolve(file).normalize().startsWith(folder.normalize())) {
      tree = read(file, Json.MAPPER);
    } else {
      problems.add(file, "", "the schema must lie within the blueprint's folder.");
    }
    if (tree != null && (tree.isMissingNode() || tree.isNull())) {
      problems.add(file, "", "is empty: it must hold the JSON Schema of a record.");
      tree = null;
    }
    if (key != null) {
      schemaFiles.put(key, file);
    }
    // The problem is told; a schema that allows everything raises no further ones.
    holder.set("schema", tree == null ? BooleanNode.TRUE : tree);
  }

  private @Nullable JsonNode read(String file, ObjectMapper mapper) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      JsonNode tree = mapper.readTree(bytes);
      if (mapper instanceof YAMLMapper) {
        refuseAliases(bytes);
      }
      // As JSON once more: YAML knows values that JSON does not.
      return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(tree));
    } catch (IOException e) {
      problems.add(file, "", "cannot be read: there is no such file, or it may not be opened.");
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ": ";
      problems.add(file, "", where + "cannot be parsed: " + sentence(e.getOriginalMessage()));
    } catch (InvalidPathException e) {
      problems.add(file, "", "cannot be read: no file can have this name.");
    } catch (NumberFormatException e) {
      problems.add(file, "", "cannot be parsed: a number's exponent is too large.");
    }
    return null;
  }

  /** Of what a parser says: without the excerpts and its own settings. */
  private static String sentence(String message) {
    if (message.startsWith("Trailing token")) {
      return "something stands behind its end; a file holds one document.";
    }
    String text =
        message
            .lines()
            .filter(line -> !line.startsWith(" ") && !line.equals("]"))
            .collect(Collectors.joining(", "));
    String plain =
        text.replaceFirst(" \\(start marker at .*", "").replaceFirst(", from `.*`\\)", ")");
    return plain.endsWith(".") || plain.endsWith(")") ? plain : plain + ".";
  }

  /** An alias would be read as a text, its name, without a word. */
  private void refuseAliases(byte[] yaml) {
    try (JsonParser parser = YAML.createParser(yaml)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser each && each.isCurrentAlias()) {
          problems.add(
              BlueprintReader.FILE,
              "",
              "line %d: *%s stands for another place, which is not read here: write it out."
                  .formatted(each.currentTokenLocation().getLineNr(), each.getString()));
        }
      }
    }
  }
}
