-- What became of each event that names a tenant, in the transaction that decided it. Written by a plain
-- insert: an event that is decided twice breaks the key. An event without a record has no domain and id.
CREATE TABLE decision (
  migration smallint NOT NULL,
  tenant    varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  partition integer  NOT NULL,
  "offset"  bigint   NOT NULL,
  domain    varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */,
  id        varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */,
  source    varchar  NOT NULL,
  outcome   varchar  NOT NULL, -- applied, unchanged, conflict, duplicate, stale, held
  detail    varchar,
  PRIMARY KEY (tenant, "offset", migration)
);

-- A record's story, and whether something came behind an event of it.
CREATE INDEX decision_record ON decision (id, "offset", domain, tenant, migration);

-- Records that changed with another event than one of their own: a write that had waited was made.
CREATE TABLE changed_later (
  migration smallint NOT NULL,
  tenant    varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  "offset"  bigint   NOT NULL, -- of the last event of that batch; of the next event, where it was between two
  domain    varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  id        varchar  /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  PRIMARY KEY (tenant, "offset", domain, id, migration)
);

-- When something of each source was decided last, whether or not it numbers its events.
CREATE TABLE source_seen (
  migration   smallint    NOT NULL,
  tenant      varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  source      varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  last_append timestamptz NOT NULL,
  PRIMARY KEY (tenant, source, migration)
);

-- Of what was decided before there was a journal only the last event of each record is known.
/* [jooq ignore start] */
INSERT INTO decision
SELECT migration, tenant, partition, decided_offset, domain, id, source, 'applied',
       CASE WHEN digest IS NULL THEN 'delete' ELSE 'upsert' END
  FROM record_state
 WHERE decided_offset IS NOT NULL AND source IS NOT NULL;

INSERT INTO source_seen
SELECT migration, tenant, source, max(seen)
  FROM (SELECT migration, tenant, source, last_append AS seen FROM source_progress
        UNION ALL SELECT migration, tenant, source, started_at FROM snapshot
        UNION ALL SELECT migration, tenant, source, append_time FROM seen_event) AS known
 GROUP BY migration, tenant, source;
/* [jooq ignore stop] */
