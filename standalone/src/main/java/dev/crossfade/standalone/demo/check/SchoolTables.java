package dev.crossfade.standalone.demo.check;

import static dev.crossfade.standalone.demo.check.Form.BOOLEAN;
import static dev.crossfade.standalone.demo.check.Form.DATE;
import static dev.crossfade.standalone.demo.check.Form.INTEGER;
import static dev.crossfade.standalone.demo.check.Form.JSON;
import static dev.crossfade.standalone.demo.check.Form.NUMERIC;
import static dev.crossfade.standalone.demo.check.Form.TEXT;
import static dev.crossfade.standalone.demo.check.Form.TIME;
import static dev.crossfade.standalone.demo.check.Form.TIMESTAMP;
import static dev.crossfade.standalone.demo.check.Form.UUID_;

import dev.crossfade.standalone.demo.check.ExpectedTable.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.StringNode;

/** The school's tables, written down a second time, by hand: what each column must hold. */
final class SchoolTables {
  private SchoolTables() {}

  static List<ExpectedTable> all() {
    List<ExpectedTable> tables = new ArrayList<>();
    tables.add(user("users", new Value.Own(), at("role", "/role", TEXT)));
    tables.add(user("students", new Value.Owned("user"), constant("role", "student")));
    tables.add(user("teachers", new Value.Owned("user"), constant("role", "teacher")));
    tables.add(
        table(
            "classrooms",
            "classrooms",
            at("name", "/name", TEXT),
            at("building", "/building", TEXT),
            at("floor", "/floor", INTEGER),
            at("capacity", "/capacity", INTEGER),
            at("equipment", "/equipment", JSON),
            or("status", "/status", "available")));
    tables.add(
        table(
            "teachers",
            "teachers",
            new Column("user_id", UUID_, new Value.Owned("user")),
            at("phone", "/phone", TEXT),
            at("subjects", "/subjects", JSON),
            at("qualification", "/qualification", TEXT),
            or("status", "/status", "active"),
            at("hire_date", "/hireDate", DATE),
            at("hourly_rate", "/hourlyRate", NUMERIC),
            at("address", "/address", TEXT)));
    tables.add(
        table(
            "classes",
            "classes",
            at("name", "/name", TEXT),
            at("description", "/description", TEXT),
            at("subject", "/subject", TEXT),
            at("level", "/level", TEXT),
            reference("teacher_id", "/teacherId", "teachers"),
            reference("classroom_id", "/classroomId", "classrooms"),
            at("capacity", "/capacity", INTEGER),
            at("schedule", "/schedule", JSON),
            at("start_date", "/startDate", DATE),
            at("end_date", "/endDate", DATE),
            at("monthly_fee", "/monthlyFee", NUMERIC),
            or("status", "/status", "active")));
    tables.add(student());
    tables.addAll(money());
    tables.addAll(lessons());
    return tables;
  }

  private static ExpectedTable student() {
    return table(
        "students",
        "students",
        new Column("user_id", UUID_, new Value.Owned("user")),
        at("phone", "/phone", TEXT),
        reference("class_id", "/classId", "classes"),
        or("status", "/status", "active"),
        at("join_date", "/joinDate", DATE),
        at("date_of_birth", "/dateOfBirth", DATE),
        at("place_of_birth", "/placeOfBirth", TEXT),
        at("address", "/address", TEXT),
        at("parent_name", "/emergencyContact/name", TEXT),
        at("parent_email", "/parentEmail", TEXT),
        at("parent_phone", "/parentContact", TEXT),
        at("emergency_contact_name", "/emergencyContact/name", TEXT),
        at("emergency_contact_relationship", "/emergencyContact/relationship", TEXT),
        at("emergency_contact_phone", "/emergencyContact/phone", TEXT),
        at("academic_level", "/academicInfo/level", TEXT),
        at("gpa", "/academicInfo/gpa", NUMERIC),
        at("enrollment_date", "/academicInfo/enrollmentDate", DATE),
        new Column("has_discount", BOOLEAN, new Value.At("/hasDiscount", BooleanNode.FALSE)),
        at("discount_type", "/discountType", TEXT),
        at("discount_amount", "/discountAmount", NUMERIC));
  }

  private static List<ExpectedTable> money() {
    return List.of(
        table(
            "payment_obligations",
            "payment_obligations",
            reference("student_id", "/studentId", "students"),
            at("type", "/type", TEXT),
            at("description", "/description", TEXT),
            at("amount", "/amount", NUMERIC),
            or("currency", "/currency", "EUR"),
            at("due_date", "/dueDate", DATE),
            or("status", "/status", "pending")),
        table(
            "payments",
            "payments",
            reference("obligation_id", "/obligationId", "payment_obligations"),
            reference("student_id", "/studentId", "students"),
            at("amount", "/amount", NUMERIC),
            or("currency", "/currency", "EUR"),
            at("method", "/method", TEXT),
            at("paid_at", "/paidAt", TIMESTAMP),
            at("receipt_number", "/receiptNumber", TEXT),
            at("notes", "/notes", TEXT)));
  }

  private static List<ExpectedTable> lessons() {
    JsonNode hundred = DecimalNode.valueOf(new java.math.BigDecimal(100));
    return List.of(
        table(
            "attendance",
            "attendance",
            reference("student_id", "/studentId", "students"),
            reference("class_id", "/classId", "classes"),
            at("date", "/date", DATE),
            at("status", "/status", TEXT),
            at("arrival_time", "/arrivalTime", TIME),
            at("notes", "/notes", TEXT)),
        table(
            "grades",
            "grades",
            reference("student_id", "/studentId", "students"),
            reference("class_id", "/classId", "classes"),
            reference("teacher_id", "/teacherId", "teachers"),
            at("title", "/title", TEXT),
            at("type", "/type", TEXT),
            at("score", "/score", NUMERIC),
            new Column("max_score", NUMERIC, new Value.At("/maxScore", hundred)),
            at("weight", "/weight", NUMERIC),
            at("graded_on", "/gradedOn", DATE),
            at("comments", "/comments", TEXT)),
        table(
            "private_lessons",
            "private_lessons",
            reference("student_id", "/studentId", "students"),
            reference("teacher_id", "/teacherId", "teachers"),
            reference("classroom_id", "/classroomId", "classrooms"),
            at("subject", "/subject", TEXT),
            at("starts_at", "/startsAt", TIMESTAMP),
            at("duration_minutes", "/durationMinutes", INTEGER),
            at("price", "/price", NUMERIC),
            or("status", "/status", "scheduled"),
            at("notes", "/notes", TEXT)));
  }

  private static ExpectedTable user(String domain, Value id, Column role) {
    return table(
        domain,
        "users",
        id,
        at("name", "/name", TEXT),
        at("email", "/email", TEXT),
        role,
        at("avatar_url", "/avatar", TEXT));
  }

  private static ExpectedTable table(String domain, String name, Column... columns) {
    return table(domain, name, new Value.Own(), columns);
  }

  private static ExpectedTable table(String domain, String name, Value id, Column... columns) {
    List<Column> all = new ArrayList<>();
    all.add(new Column("id", UUID_, id));
    all.addAll(List.of(columns));
    all.add(new Column("created_at", TIMESTAMP, new Value.Time("/createdAt")));
    all.add(new Column("updated_at", TIMESTAMP, new Value.Time("/updatedAt")));
    return new ExpectedTable(domain, "school." + name, all);
  }

  private static Column at(String name, String pointer, Form form) {
    return new Column(name, form, new Value.At(pointer, null));
  }

  private static Column or(String name, String pointer, String otherwise) {
    @Nullable JsonNode value = StringNode.valueOf(otherwise);
    return new Column(name, TEXT, new Value.At(pointer, value));
  }

  private static Column reference(String name, String pointer, String domain) {
    return new Column(name, UUID_, new Value.Reference(pointer, domain));
  }

  private static Column constant(String name, String text) {
    return new Column(name, TEXT, new Value.Constant(text));
  }
}
