package dev.crossfade.standalone.sample;

/** The collections of a school, with the volumes of a large one. */
public enum SchoolDomain {
  USERS("users", "u", 0, 21),
  TEACHERS("teachers", "t", 0, 20),
  CLASSROOMS("classrooms", "r", 0, 15),
  CLASSES("classes", "c", 1, 30),
  STUDENTS("students", "s", 2, 100),
  OBLIGATIONS("payment_obligations", "o", 3, 500),
  PAYMENTS("payments", "p", 4, 300),
  ATTENDANCE("attendance", "a", 4, 5_000),
  GRADES("grades", "g", 4, 3_000),
  LESSONS("private_lessons", "l", 4, 200);

  /** How many levels there are: a record refers only to records of lower ones. */
  public static final int LEVELS = 5;

  private final String domain;
  private final String prefix;
  private final int level;
  private final int volume;

  SchoolDomain(String domain, String prefix, int level, int volume) {
    this.domain = domain;
    this.prefix = prefix;
    this.level = level;
    this.volume = volume;
  }

  /** Its name in the blueprint. */
  public String domain() {
    return domain;
  }

  /** What its records' ids begin with. */
  String prefix() {
    return prefix;
  }

  /** From 0; records of one level do not refer to each other. */
  public int level() {
    return level;
  }

  /** Whether nothing refers to its records. */
  public boolean leaf() {
    return level == LEVELS - 1;
  }

  int volume() {
    return volume;
  }
}
