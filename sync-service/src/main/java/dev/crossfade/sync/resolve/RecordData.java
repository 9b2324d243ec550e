package dev.crossfade.sync.resolve;

import dev.crossfade.core.admit.PresentForm;
import dev.crossfade.core.admit.RecordCheck;
import dev.crossfade.core.admit.RecordFault;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdScope;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.kit.problem.Problem;
import dev.crossfade.sync.read.ReadProblem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A record's data in an operator's request, held to the rules that ingest holds events to. */
public final class RecordData {
  /** As much as ingest takes by default. */
  private static final int MAX_BYTES = 256 * 1024;

  private RecordData() {}

  /**
   * The document, sound in the present version.
   *
   * @param source whose the record is
   * @throws dev.crossfade.kit.problem.ProblemException 413 and 422, as ingest answers them
   */
  public static Document sound(Blueprint blueprint, RecordKey key, String source, ObjectNode data) {
    Document document = Document.of(data);
    if (document.bytes().length > MAX_BYTES) {
      throw ReadProblem.EVENT_TOO_LARGE
          .with("The data has more than " + MAX_BYTES + " bytes.")
          .exception();
    }
    Domain domain =
        blueprint
            .domain(key.domain())
            .orElseThrow(
                () ->
                    ReadProblem.UNKNOWN_DOMAIN
                        .with("The migration's blueprint has no domain of this name any more.")
                        .exception());
    RecordFault fault = RecordCheck.unstorable(document);
    if (fault == null) {
      PresentForm present = PresentForm.of(domain, blueprint.schemaVersion(), document);
      SourceKey writer = new SourceKey(key.tenant(), source);
      Envelope envelope = new Envelope("-", writer, Envelope.NO_SEQUENCE, null, null);
      var subject = new RecordCheck.Subject(domain, key, ownId(domain, key, writer, document));
      fault = RecordCheck.fault(subject, envelope, document, present);
    }
    if (fault != null) {
      throw problem(fault).exception();
    }
    return document;
  }

  /** The id by which the source knows the record. */
  private static String ownId(Domain domain, RecordKey key, SourceKey writer, Document document) {
    String named = domain.idOf(document).orElse(null);
    boolean derived = domain.idRule().scope() == IdScope.SOURCE;
    return derived && named != null && domain.recordKey(writer, named).equals(key)
        ? named
        : key.id();
  }

  private static Problem problem(RecordFault fault) {
    List<Problem.Error> errors =
        fault.violations().stream()
            .map((Violation v) -> Problem.Error.at(v.pointer(), v.detail()))
            .toList();
    return of(fault.rule()).with("The record may not be written so.").withErrors(errors);
  }

  private static ReadProblem of(RecordFault.Rule rule) {
    return switch (rule) {
      case UNSTORABLE_DATA -> ReadProblem.UNSTORABLE_DATA;
      case SCHEMA_VIOLATION -> ReadProblem.SCHEMA_VIOLATION;
      case ID_MISMATCH -> ReadProblem.ID_MISMATCH;
      case UNMAPPABLE_DATA -> ReadProblem.UNMAPPABLE_DATA;
    };
  }
}
