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
  JSONB(String.class);

  private final Class<?> javaType;

  SqlType(Class<?> javaType) {
    this.javaType = javaType;
  }

  public Class<?> javaType() {
    return javaType;
  }

  /** The type's name in SQL and in a blueprint. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
