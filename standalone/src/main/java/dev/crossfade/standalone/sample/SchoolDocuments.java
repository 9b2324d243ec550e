package dev.crossfade.standalone.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes records of one school: valid under the school blueprint's schemas, with optional fields
 * sometimes absent and sometimes null. Deterministic for its random source; not thread-safe.
 */
public final class SchoolDocuments {
  private final SchoolIds ids;
  private final Words words;
  private final People people;

  /** Documents that refer to the records of this school. */
  public SchoolDocuments(SchoolIds ids, Random random) {
    this.ids = ids;
    this.words = new Words(random);
    this.people = new People(ids, words);
  }

  /** The id of a further record, after those of the sample. */
  public String freshId(SchoolDomain domain, String writer, int n) {
    return SchoolIds.id(domain.prefix() + "-" + writer, n, words.random());
  }

  /** A document of this id. */
  public ObjectNode make(SchoolDomain domain, String id) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("id", id);
    switch (domain) {
      case USERS -> people.user(document);
      case TEACHERS -> people.teacher(document);
      case STUDENTS -> people.student(document);
      case CLASSROOMS -> classroom(document);
      case CLASSES -> schoolClass(document);
      case OBLIGATIONS -> obligation(document);
      case PAYMENTS -> payment(document);
      case ATTENDANCE -> attendance(document);
      case GRADES -> grade(document);
      case LESSONS -> lesson(document);
    }
    if (words.chance(2)) {
      document.put("createdAt", words.timestamp());
    }
    if (words.chance(3)) {
      document.put("updatedAt", words.timestamp());
    }
    return document;
  }

  private void classroom(ObjectNode room) {
    room.put("name", "Room " + words.number(1, 400));
    room.put("building", words.pick(List.of("Main", "Ørsted", "本館")));
    room.put("floor", words.number(-2, 9)).put("capacity", words.number(0, 60));
    if (words.chance(2)) {
      ArrayNode equipment = room.putArray("equipment");
      equipment.add("projector").add("黒板");
    }
    maybe(room, "status", List.of("available", "maintenance", "closed"));
  }

  private void schoolClass(ObjectNode one) {
    one.put(
        "name",
        words.pick(List.of("Algebra", "Français", "国語", "Физика")) + " " + words.number(1, 13));
    one.put("description", words.note()).put("subject", words.faker().educator().course());
    one.put("level", words.pick(List.of("A1", "B2", "advanced")));
    reference(one, "teacherId", SchoolDomain.TEACHERS);
    reference(one, "classroomId", SchoolDomain.CLASSROOMS);
    one.put("capacity", words.number(5, 40)).put("startDate", words.date(2025));
    ArrayNode schedule = one.putArray("schedule");
    for (String day : List.of("monday", "thursday")) {
      schedule.addObject().put("day", day).put("startTime", "09:30").put("endTime", words.time());
    }
    if (words.chance(2)) {
      one.putNull("endDate");
    }
    one.put("monthlyFee", words.decimal(300));
    maybe(one, "status", List.of("active", "inactive", "completed"));
  }

  private void obligation(ObjectNode one) {
    one.put("studentId", ids.reference(SchoolDomain.STUDENTS, words.random()));
    one.put("type", words.pick(List.of("tuition", "registration", "materials", "lesson", "other")));
    one.put("amount", words.decimal(2_000)).put("dueDate", words.date(2026));
    if (words.chance(3)) {
      one.put("description", words.shortNote());
    }
    maybe(one, "currency", List.of("EUR", "TRY", "JPY"));
    maybe(one, "status", List.of("pending", "partial", "paid", "overdue", "cancelled"));
  }

  private void payment(ObjectNode one) {
    one.put("studentId", ids.reference(SchoolDomain.STUDENTS, words.random()));
    reference(one, "obligationId", SchoolDomain.OBLIGATIONS);
    BigDecimal amount = words.chance(50) ? new BigDecimal("9999999999.99") : words.decimal(900);
    one.put("amount", amount).put("paidAt", words.timestamp());
    one.put("method", words.pick(List.of("cash", "card", "transfer", "other")));
    one.put("receiptNumber", "R/" + words.number(1, 1_000_000));
    note(one, "notes");
  }

  private void attendance(ObjectNode one) {
    one.put("studentId", ids.reference(SchoolDomain.STUDENTS, words.random()));
    one.put("classId", ids.reference(SchoolDomain.CLASSES, words.random()));
    one.put("date", words.date(2026));
    String status =
        words.pick(List.of("present", "present", "present", "absent", "late", "excused"));
    one.put("status", status);
    if (status.equals("late")) {
      one.put("arrivalTime", words.time());
    } else if (words.chance(5)) {
      one.putNull("arrivalTime");
    }
    note(one, "notes");
  }

  private void grade(ObjectNode one) {
    one.put("studentId", ids.reference(SchoolDomain.STUDENTS, words.random()));
    one.put("classId", ids.reference(SchoolDomain.CLASSES, words.random()));
    reference(one, "teacherId", SchoolDomain.TEACHERS);
    one.put("title", words.pick(List.of("Midterm", "Test №3", "小テスト", "Essay 📝")));
    maybe(one, "type", List.of("exam", "quiz", "homework", "project", "oral"));
    one.put("score", words.decimal(100)).put("gradedOn", words.date(2026));
    if (words.chance(2)) {
      one.put("maxScore", new BigDecimal("100.0")).put("weight", words.decimal(3));
    }
    note(one, "comments");
  }

  private void lesson(ObjectNode one) {
    one.put("studentId", ids.reference(SchoolDomain.STUDENTS, words.random()));
    one.put("teacherId", ids.reference(SchoolDomain.TEACHERS, words.random()));
    reference(one, "classroomId", SchoolDomain.CLASSROOMS);
    one.put("subject", "Violin 🎻").put("startsAt", words.timestamp());
    one.put("durationMinutes", words.number(1, 1_441)).put("price", words.decimal(90));
    maybe(one, "status", List.of("scheduled", "completed", "cancelled", "no_show"));
    note(one, "notes");
  }

  private void note(ObjectNode document, String field) {
    if (words.chance(3)) {
      document.put(field, words.note());
    }
  }

  private void maybe(ObjectNode document, String field, List<String> values) {
    if (!words.chance(3)) {
      document.put(field, words.pick(values));
    }
  }

  /** There, null or absent. */
  private void reference(ObjectNode document, String field, SchoolDomain to) {
    if (words.chance(10)) {
      document.putNull(field);
    } else if (!words.chance(10)) {
      document.put(field, ids.reference(to, words.random()));
    }
  }
}
