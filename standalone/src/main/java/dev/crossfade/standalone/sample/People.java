package dev.crossfade.standalone.sample;

import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Staff, teachers and students. */
record People(SchoolIds ids, Words words) {

  void user(ObjectNode one) {
    person(one);
    one.put("role", words.pick(List.of("admin", "teacher", "student")));
  }

  void teacher(ObjectNode one) {
    person(one);
    one.put("phone", words.faker().phoneNumber().phoneNumber());
    one.putArray("subjects").add("Mathematics").add("物理");
    if (words.chance(2)) {
      one.put("qualification", words.faker().educator().course());
      one.put("status", words.pick(List.of("active", "inactive", "on_leave")));
    }
    one.put("hireDate", words.date(2019)).put("hourlyRate", words.decimal(80));
    one.put("address", words.faker().address().fullAddress());
  }

  void student(ObjectNode one) {
    person(one);
    one.put("phone", words.faker().phoneNumber().phoneNumber());
    if (words.chance(10)) {
      one.putNull("classId");
    } else {
      one.put("classId", ids.reference(SchoolDomain.CLASSES, words.random()));
    }
    if (words.chance(2)) {
      one.put("status", words.pick(List.of("active", "inactive", "suspended", "graduated")));
    }
    one.put("joinDate", words.date(2024)).put("dateOfBirth", words.date(2010));
    one.put("placeOfBirth", words.faker().address().city());
    one.put("address", words.faker().address().fullAddress());
    one.put("parentEmail", Words.email(words.name()));
    one.put("parentContact", words.name() + ", " + words.faker().phoneNumber().cellPhone());
    contact(one);
    study(one);
    discount(one);
  }

  private void person(ObjectNode one) {
    String name = words.name();
    one.put("name", name).put("email", Words.email(name));
    if (words.chance(3)) {
      one.putNull("avatar");
    } else if (words.chance(2)) {
      one.put("avatar", "https://example.org/avatars/" + words.number(1, 1_000) + ".png");
    }
  }

  private void contact(ObjectNode one) {
    if (words.chance(8)) {
      one.putNull("emergencyContact");
    } else if (!words.chance(8)) {
      ObjectNode contact = one.putObject("emergencyContact").put("name", words.name());
      if (words.chance(2)) {
        contact.put("relationship", words.pick(List.of("mother", "父", "тётя")));
        contact.put("phone", words.faker().phoneNumber().cellPhone());
      }
    }
  }

  private void study(ObjectNode one) {
    if (words.chance(8)) {
      one.putObject("academicInfo");
      return;
    }
    ObjectNode info = one.putObject("academicInfo").put("level", "grade " + words.number(1, 13));
    if (words.chance(6)) {
      info.putNull("gpa").putNull("enrollmentDate");
    } else {
      info.put("gpa", BigDecimal.valueOf(words.number(0, 1_001), 2));
      info.put("enrollmentDate", words.date(2024));
    }
  }

  private void discount(ObjectNode one) {
    if (words.chance(3)) {
      one.put("hasDiscount", true);
      one.put("discountType", words.pick(List.of("percentage", "fixed")));
      one.put("discountAmount", words.decimal(50));
    } else if (words.chance(2)) {
      one.put("hasDiscount", false).putNull("discountType").putNull("discountAmount");
    }
  }
}
