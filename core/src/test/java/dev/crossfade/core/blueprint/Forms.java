package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A blueprint with every form and type of a column. */
final class Forms {
  private static final String TEXT =
      """
      {"blueprint": 1, "name": "forms", "schemaVersion": 1,
       "tables": [
        {"name": "f.things", "key": "id", "columns": [
          {"id": "uuid"}, {"embedding": "vector(3)"}, {"texts": "text(8)[]"}, {"uuids": "uuid[]"},
          {"flags": "boolean[]"}, {"smalls": "integer[]"}, {"bigs": "bigint[]"},
          {"prices": "numeric(8,2)[]"}, {"days": "date[]"}, {"hours": "time[]"},
          {"moments": "timestamptz[]"}, {"title": "text(5)"}, {"status": "text"}, {"grade": "text"},
          {"level": "integer"}, {"open": "boolean"}, {"made_at": "timestamptz"},
          {"seen_at": "timestamptz"}, {"token": "text"}, {"details": "jsonb"},
          {"parent_name": "text(40)"}, {"parent_phone": "text(40)"}, {"parent_mail": "text(40)"},
          {"full_name": "text(60)"}, {"title_copy": "text(5)"}, {"is_free": "boolean"},
          {"price": "numeric(8,2)"}, {"contact_copy": "text"}, {"street": "text"},
          {"address": "jsonb"}, {"pages_copy": "jsonb"}, {"done": "boolean"}, {"other_id": "uuid"},
          {"other_text": "text"}, {"first_copy": "text"}, {"made_day": "jsonb"}]},
        {"name": "f.items", "key": "id", "columns": [
          {"id": "uuid"}, {"thing_id": "uuid"}, {"position": "integer"}, {"name": "text(3)"},
          {"name_copy": "text(3)"}, {"a": "text"}, {"b": "text"}, {"more": "jsonb"},
          {"kind": "integer"}]}],
       "domains": [
        {"name": "things", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "required": ["id"], "properties": {
          "id": {"type": "string"}, "embedding": {"type": "array", "items": {"type": "number"}},
          "texts": {"type": "array"}, "uuids": {"type": "array"}, "flags": {"type": "array"},
          "smalls": {"type": "array"}, "bigs": {"type": "array"}, "prices": {"type": "array"},
          "days": {"type": "array"}, "hours": {"type": "array"}, "moments": {"type": "array"},
          "title": {"type": "string"}, "status": {"type": "string", "enum": ["open", "closed", "shut"]},
          "grade": {"type": "number"}, "level": {"type": ["string", "null"]}, "open": {"type": "boolean"},
          "madeAt": {"type": "integer"}, "seenAt": {"type": "integer"}, "token": {"type": "string"},
          "pages": {"type": "integer"}, "isbn": {}, "meta": {"type": "object", "properties": {"note": {}}},
          "contact": {"type": "string"}, "first": {"type": "string"}, "last": {"type": "string"},
          "price": {"type": "number"}, "otherId": {"type": "string"},
          "address": {"type": "object"},
          "items": {"type": "array", "items": {"type": "object", "properties": {
            "name": {"type": "string"}, "pair": {"type": "string"}, "x": {}, "y": {},
            "kind": {"type": "string"}}}}}},
         "rows": {"thing": {"table": "f.things",
          "split": {"/contact": "{parent_name}, {parent_phone} <{parent_mail}>"},
          "join": {"full_name": "{/last}, {/first}"},
          "columns": {
           "id": {"record": "id"}, "embedding": "/embedding", "texts": "/texts", "uuids": "/uuids",
           "flags": "/flags", "smalls": "/smalls", "bigs": "/bigs", "prices": "/prices",
           "days": "/days", "hours": "/hours", "moments": "/moments",
           "title": {"from": "/title", "truncate": true},
           "status": {"from": "/status", "map": {"open": "todo", "closed": "done", "shut": "done"},
                      "default": "todo"},
           "grade": {"from": "/grade", "map": {"1.5": "A", "2": "B"}, "else": "B"},
           "level": {"from": "/level", "map": {"low": 1, "": 0}, "else": 0},
           "open": {"from": "/open", "map": {"true": false, "false": true}},
           "made_at": {"from": "/madeAt", "format": "epoch-millis", "default": "$time"},
           "seen_at": {"from": "/seenAt", "format": "epoch-seconds"},
           "token": {"from": "/token", "secret": true},
           "details": {"object": {"pages": "/pages", "isbn": {"from": "/isbn", "secret": true},
                                  "note": "/meta/note"}},
           "title_copy": {"from": "/title", "backward": false},
           "price": "/price",
           "is_free": {"from": "/price", "backward": false, "map": {"0": true}, "else": false},
           "contact_copy": {"from": "/contact", "backward": false, "default": "none"},
           "address": "/address",
           "street": {"from": "/address/street", "backward": false},
           "pages_copy": {"from": "/pages", "backward": false},
           "done": {"from": "/status", "backward": false, "map": {"closed": true}, "else": false},
           "other_id": {"from": "/otherId", "reference": "things", "missing": "null", "onDelete": "null"},
           "other_text": {"from": "/otherId", "backward": false},
           "first_copy": {"from": "/first", "backward": false},
           "made_day": {"from": "/madeAt", "backward": false}
          }},
          "item": {"table": "f.items", "each": "/items",
           "split": {"/pair": "{a}-{b}"},
           "columns": {"id": {"row": "item"}, "thing_id": {"record": "id"},
            "position": {"element": "index"}, "name": {"from": "/name", "truncate": true},
            "name_copy": {"from": "/name", "backward": false},
            "more": {"object": {"x": {"from": "/x", "secret": true}, "y": "/y"}},
            "kind": {"from": "/kind", "map": {"one": 1, "two": 2}, "else": 1}}}}}]}
      """;

  static final Blueprint BLUEPRINT = Blueprint.fromJson((ObjectNode) Json.MAPPER.readTree(TEXT));
  static final Domain THINGS = BLUEPRINT.domain("things").orElseThrow();

  private Forms() {}
}
