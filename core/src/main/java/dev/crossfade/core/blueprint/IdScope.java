package dev.crossfade.core.blueprint;

/** Among which records an id is unique. */
public enum IdScope {
  /** Within the tenant and domain: the same id on two devices is the same record. */
  TENANT,
  /** Within the source: the same id on two devices is two records. */
  SOURCE
}
