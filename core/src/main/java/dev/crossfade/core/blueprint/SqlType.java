package dev.crossfade.core.blueprint;

import java.util.Locale;

/** The PostgreSQL types that a column can have, and the Java type in which its values travel. */
public enum SqlType {
  TEXT(String.class),
  UUID(java.util.UUID.class),
  BOOLEAN(Boolean.class),
  INTEGER(Integer.class),
  BIGINT(Long.class),
  NUMERIC(java.math.BigDecimal.class),
  DATE(java.time.LocalDate.class),
  TIME(java.time.LocalTime.class),
  /** In UTC, at most microseconds. */
  TIMESTAMPTZ(java.time.OffsetDateTime.class),
  /** As JSON text. */
  JSONB(String.class),
  /** A list of {@code Double}, as many as the column says; an array of double precision in SQL. */
  VECTOR(java.util.List.class),
  /** An immutable list of {@link Column#element()}'s Java type. */
  ARRAY(java.util.List.class);

  private final Class<?> javaType;

  SqlType(Class<?> javaType) {
    this.javaType = javaType;
  }

  public Class<?> javaType() {
    return javaType;
  }

  /** The type's name in a blueprint, and but for vectors in SQL; of arrays what follows it. */
  public String sqlName() {
    return this == ARRAY ? "[]" : name().toLowerCase(Locale.ROOT);
  }
}
