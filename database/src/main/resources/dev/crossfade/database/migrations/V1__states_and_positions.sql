-- What Crossfade itself keeps beside the users' own tables. Everything here is written in the
-- transaction that advances applied_position, so at any moment it is exactly the fold of the log
-- below those positions. (varchar stands for text: the generator of the jOOQ classes cannot index text.)

CREATE TABLE migration (
  id   smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar     NOT NULL UNIQUE
);

-- How far each partition of a log is applied, and which log that is.
CREATE TABLE applied_position (
  migration   smallint    NOT NULL REFERENCES migration (id),
  partition   integer     NOT NULL,
  next_offset bigint      NOT NULL,
  topic_id    varchar        NOT NULL,
  partitions  integer     NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (migration, partition)
);

-- The decided state of each record (tombstones too, for good), and what of it stands in the tables.
CREATE TABLE record_state (
  migration      smallint NOT NULL REFERENCES migration (id),
  tenant         varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  domain         varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  id             varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  partition      integer  NOT NULL,
  decided_offset bigint,            -- null before the first event that could be read
  source         varchar,
  digest         bytea,             -- null: deleted, or never there
  revision       bigint   NOT NULL, -- how many events made it what it is
  reflects       jsonb    NOT NULL, -- {source: highest sequence that the state reflects}
  held_offset    bigint,            -- the unreadable event that later ones wait for
  written_offset bigint,            -- the event that the rows reflect; null: none
  row_id         uuid,
  document       json,              -- as captured, where the rows alone cannot give it back exactly
  PRIMARY KEY (migration, tenant, domain, id)
);

-- Begins otherwise than the key: until a table is analyzed for the first time, which may be a minute
-- into a backfill, PostgreSQL cannot tell two indexes apart that begin alike, and took this one to
-- find records by id: 9 s instead of 40 ms for a batch, among 200,000.
CREATE INDEX record_state_row_id ON record_state (row_id, tenant, domain, migration);

-- A write that PostgreSQL refuses for now. One a record: a later state takes its place.
CREATE TABLE parked_write (
  migration      smallint    NOT NULL REFERENCES migration (id),
  tenant         varchar        NOT NULL,
  domain         varchar        NOT NULL,
  id             varchar        NOT NULL,
  partition      integer     NOT NULL,
  decided_offset bigint      NOT NULL,
  reason         varchar        NOT NULL,
  detail         varchar        NOT NULL,
  blueprint      bytea       NOT NULL,
  source         varchar        NOT NULL,
  effective_time timestamptz NOT NULL,
  document       json,                 -- null: the write is a delete
  waits_for      uuid,                 -- the row whose coming or going it waits for, where that is known
  tries          integer     NOT NULL, -- how often it was tried again
  retry_at       timestamptz NOT NULL, -- when to try it without a reason
  parked_at      timestamptz NOT NULL,
  PRIMARY KEY (migration, tenant, domain, id)
);

CREATE INDEX parked_write_waits_for ON parked_write (waits_for, tenant, migration);
CREATE INDEX parked_write_retry ON parked_write (migration, partition, retry_at);

-- Events that are kept but have no effect for now: unreadable ones, forks, and what waits behind them.
CREATE TABLE held_event (
  migration   smallint    NOT NULL REFERENCES migration (id),
  partition   integer     NOT NULL,
  "offset"    bigint      NOT NULL,
  tenant      varchar,
  domain      varchar,
  id          varchar,
  source      varchar,
  event_id    varchar,
  why         varchar        NOT NULL,
  reason      varchar,
  append_time timestamptz NOT NULL,
  message_key bytea,
  headers     bytea       NOT NULL,
  value       bytea,
  PRIMARY KEY (migration, partition, "offset")
);

CREATE INDEX held_event_record ON held_event (migration, tenant, domain, id);

-- The numbers that each source has used.
CREATE TABLE source_progress (
  migration     smallint    NOT NULL REFERENCES migration (id),
  tenant        varchar        NOT NULL,
  source        varchar        NOT NULL,
  last_sequence bigint      NOT NULL,
  taken         bigint      NOT NULL, -- how many numbers were taken in all
  holes         bigint[]    NOT NULL, -- from, to, from, to, …
  last_append   timestamptz NOT NULL,
  PRIMARY KEY (migration, tenant, source)
);

-- The ids of a source's latest events, a row a batch, so that nothing long is ever written again.
CREATE TABLE remembered_ids (
  migration   smallint NOT NULL REFERENCES migration (id),
  tenant      varchar     NOT NULL,
  source      varchar     NOT NULL,
  first_taken bigint   NOT NULL, -- the count at the first of them
  last_taken  bigint   NOT NULL,
  sequences   bigint[] NOT NULL,
  event_ids   varchar[]   NOT NULL,
  PRIMARY KEY (migration, tenant, source, first_taken)
);

-- The ids of events without a number, for 30 days of append time.
CREATE TABLE seen_event (
  migration   smallint    NOT NULL REFERENCES migration (id),
  tenant      varchar        NOT NULL,
  source      varchar        NOT NULL,
  event_id    varchar        NOT NULL,
  append_time timestamptz NOT NULL,
  PRIMARY KEY (migration, tenant, source, event_id)
);
