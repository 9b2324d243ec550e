-- The snapshots that sources have started. Of each source's the one that was started last counts.
CREATE TABLE snapshot (
  migration      smallint    NOT NULL REFERENCES migration (id),
  tenant         varchar     NOT NULL,
  source         varchar     NOT NULL,
  id             varchar     NOT NULL,
  partition      integer     NOT NULL,
  started_offset bigint      NOT NULL, -- of the start marker
  state          varchar     NOT NULL, -- OPEN, CLOSED, COMPLETE
  through        bigint,               -- the watermark: a number,
  as_of          bigint,               -- or an offset of the partition; neither: unknown
  taken_at       timestamptz,          -- as the client's clock had it
  started_at     timestamptz NOT NULL, -- when the start marker was appended
  ended_offset   bigint,
  ended_at       timestamptz,
  audit          json,                 -- of the end marker
  applied        bigint      NOT NULL DEFAULT 0, -- what its rows did while it was open
  unchanged      bigint      NOT NULL DEFAULT 0,
  stale          bigint      NOT NULL DEFAULT 0,
  conflicts      bigint      NOT NULL DEFAULT 0,
  held           bigint      NOT NULL DEFAULT 0,
  PRIMARY KEY (migration, tenant, source, id)
);

CREATE INDEX snapshot_latest ON snapshot (tenant, source, started_offset, migration);
CREATE INDEX snapshot_id ON snapshot (id, tenant, migration);

-- Rows of snapshots that say something else than another source does. One a record and source: what
-- the source says next takes its place.
CREATE TABLE conflict (
  migration        smallint    NOT NULL REFERENCES migration (id),
  tenant           varchar     NOT NULL,
  domain           varchar     NOT NULL,
  id               varchar     NOT NULL,
  source           varchar     NOT NULL,
  partition        integer     NOT NULL,
  "offset"         bigint      NOT NULL, -- of the row
  policy           varchar     NOT NULL,
  state            varchar     NOT NULL, -- KEPT: the policy has decided; WAITING: a person is to
  document         json        NOT NULL, -- as it was sent
  blueprint        smallint    NOT NULL, -- that it was sent under
  document_version integer     NOT NULL,
  existing_offset  bigint      NOT NULL, -- of the event that had made the record what the row met
  append_time      timestamptz NOT NULL,
  PRIMARY KEY (migration, tenant, domain, id, source)
);

CREATE INDEX conflict_partition ON conflict (partition, migration);

-- What a state reflects of its maker, where that does not count: the offset of its last live write.
/* [jooq ignore start] */
UPDATE record_state
   SET reflects = reflects || jsonb_build_object(source, jsonb_build_object('at', decided_offset))
 WHERE source IS NOT NULL AND decided_offset IS NOT NULL AND NOT jsonb_exists(reflects, source);
/* [jooq ignore stop] */
