-- Comparisons of what the log says with what stands in the tables: docs/reconciling.md.

-- The runs. The oldest of a migration that is not finished does the work, the others wait in line.
CREATE TABLE reconciliation (
  id           uuid        PRIMARY KEY,
  migration    smallint    NOT NULL REFERENCES migration (id),
  turn         bigint      GENERATED ALWAYS AS IDENTITY, -- in this order
  level        varchar     NOT NULL, -- digest, rows, snapshot
  tenants      varchar[],            -- null: all
  domains      varchar[],            -- null: all
  sources      varchar[],            -- null: all; of snapshots only
  show_values  boolean     NOT NULL,
  state        varchar     NOT NULL, -- running; clean, drift, indeterminate, failed
  requested_by varchar     NOT NULL,
  schedule     varchar,              -- that began it
  requested_at timestamptz NOT NULL,
  started_at   timestamptz,          -- null: waits in line
  finished_at  timestamptz,
  cancelled_by varchar,
  failure      varchar,              -- why it could not be done; shows no data
  findings     bigint      NOT NULL DEFAULT 0 -- how many there are in all, more than are kept
);

CREATE INDEX reconciliation_turn ON reconciliation (migration, turn);
CREATE INDEX reconciliation_finished ON reconciliation (finished_at);

-- What a run is done in: one a partition, and -1 for the tables as a whole. Who takes one has it until
-- a time; what came of it is written at once, or not at all.
CREATE TABLE reconciliation_part (
  reconciliation uuid    NOT NULL REFERENCES reconciliation (id) ON DELETE CASCADE,
  part           integer NOT NULL,
  state          varchar NOT NULL, -- open, done, indeterminate
  owner          varchar,
  taken_until    timestamptz,
  tries          integer NOT NULL DEFAULT 0, -- that ended in a fault
  started_at     timestamptz,
  finished_at    timestamptz,
  expected       bigint  NOT NULL DEFAULT 0, -- how many records there are to compare, by the latest count
  positions      json,             -- by partition: the first event that does not count
  why            varchar,          -- what could not be told of it; shows no data
  domains        json,
  cost           json,
  unclear        varchar[],        -- tenants of which something could not be told
  PRIMARY KEY (reconciliation, part)
);

-- Differences, from the run that confirmed one to the run that finds it equal, or otherwise.
CREATE TABLE reconciliation_issue (
  id          uuid        PRIMARY KEY,
  migration   smallint    NOT NULL REFERENCES migration (id),
  turn        bigint      GENERATED ALWAYS AS IDENTITY, -- in this order
  open        boolean     NOT NULL, -- the latest look found it so
  state       varchar     NOT NULL, -- confirmed, accepted, repaired
  level       varchar     NOT NULL, -- the one that found it last: others do not see it
  part        integer     NOT NULL,
  type        varchar     NOT NULL,
  drift       boolean     NOT NULL, -- by its type: else it is told only
  tenant      varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  domain      varchar     NOT NULL,
  record      varchar     NOT NULL,
  row_table   varchar     NOT NULL, -- empty: it is not of one row
  row_id      varchar     NOT NULL,
  source      varchar     NOT NULL, -- whose snapshot says otherwise; empty: none
  snapshot    varchar     NOT NULL,
  expected    varchar,              -- in short: the same looks the same
  actual      varchar,
  first_seen  timestamptz NOT NULL,
  confirmed_at timestamptz NOT NULL,
  decided_at  timestamptz,          -- accepted, or its repair sent
  decided_by  varchar,
  reason      varchar,
  repaired_by varchar,              -- where the event lies that is to repair it
  ended_at    timestamptz           -- it is found equal, or otherwise
);

CREATE INDEX reconciliation_issue_tenant ON reconciliation_issue (tenant, open, migration);
CREATE INDEX reconciliation_issue_open ON reconciliation_issue (migration, part, open);

-- Which run found what, and how it stood then.
CREATE TABLE reconciliation_finding (
  reconciliation uuid    NOT NULL REFERENCES reconciliation (id) ON DELETE CASCADE,
  issue          uuid    NOT NULL REFERENCES reconciliation_issue (id),
  next_offset    bigint,
  part           integer NOT NULL,
  fields         json    NOT NULL, -- as they may be shown
  PRIMARY KEY (reconciliation, issue)
);

CREATE INDEX reconciliation_finding_issue ON reconciliation_finding (issue);

CREATE TABLE reconciliation_schedule (
  migration     smallint    NOT NULL REFERENCES migration (id),
  name          varchar     NOT NULL,
  level         varchar     NOT NULL,
  tenants       varchar[],
  domains       varchar[],
  every_seconds bigint      NOT NULL,
  created_by    varchar     NOT NULL,
  changed_at    timestamptz NOT NULL,
  next_at       timestamptz NOT NULL,
  PRIMARY KEY (migration, name)
);

-- Where rows were last compared, of all tenants of a partition (tenant is empty) but those that are
-- named, or of one. Only whole comparisons count: of all domains, with the tables as a whole.
CREATE TABLE rows_compared (
  migration      smallint    NOT NULL REFERENCES migration (id),
  partition      integer     NOT NULL,
  tenant         varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  next_offset    bigint      NOT NULL,
  but            varchar[]   NOT NULL, -- differed, or could not be told
  reconciliation uuid        NOT NULL,
  compared_at    timestamptz NOT NULL,
  PRIMARY KEY (partition, tenant, migration)
);

-- How the last comparison of a source's snapshot came out.
CREATE TABLE snapshot_compared (
  migration      smallint    NOT NULL REFERENCES migration (id),
  tenant         varchar     /* [jooq ignore start] */ COLLATE "C" /* [jooq ignore stop] */ NOT NULL,
  source         varchar     NOT NULL,
  snapshot       varchar     NOT NULL,
  clean          boolean     NOT NULL,
  partition      integer     NOT NULL,
  next_offset    bigint      NOT NULL,
  reconciliation uuid        NOT NULL,
  compared_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant, source, migration)
);
