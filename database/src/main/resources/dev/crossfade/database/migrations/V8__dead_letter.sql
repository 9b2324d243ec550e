-- What other tools are still to be told of: events that are held, writes that are parked. A row is there
-- from the transaction that held or parked it until it lies in the topic of dead letters.
CREATE TABLE dead_letter (
  migration smallint    NOT NULL,
  partition integer     NOT NULL,
  "offset"  bigint      NOT NULL, -- of the event
  kind      varchar     NOT NULL, -- HELD, PARKED
  reason    varchar     NOT NULL,
  tenant    varchar,
  domain    varchar,
  id        varchar,
  since     timestamptz NOT NULL,
  taken_until timestamptz,        -- a process is telling it; when another one may
  PRIMARY KEY ("offset", partition, kind, migration)
);

-- What waits already is told too.
/* [jooq ignore start] */
INSERT INTO dead_letter (migration, partition, "offset", kind, reason, tenant, domain, id, since)
SELECT migration, partition, decided_offset, 'PARKED', reason, tenant, domain, id, parked_at
  FROM parked_write;

INSERT INTO dead_letter (migration, partition, "offset", kind, reason, tenant, domain, id, since)
SELECT migration, partition, "offset", 'HELD', why, tenant, domain, id, append_time
  FROM held_event;
/* [jooq ignore stop] */

-- Lists in the order of the log, and one by its position.
CREATE INDEX parked_write_position ON parked_write (partition, decided_offset, migration);
