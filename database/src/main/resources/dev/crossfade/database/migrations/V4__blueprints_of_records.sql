-- The blueprints that records were decided and written under, each with the version of its records:
-- two bytes a record instead of a digest. Nothing refers to it by a foreign key, which would be
-- checked with every write.
CREATE TABLE blueprint (
  id        smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration smallint NOT NULL REFERENCES migration (id),
  digest    bytea    NOT NULL,
  version   integer  NOT NULL
  /* [jooq ignore start] */, UNIQUE (migration, digest, version) /* [jooq ignore stop] */
);

-- Null for what was written before these columns were there: read as ever, never rewritten.
ALTER TABLE record_state ADD COLUMN decided_blueprint smallint;
ALTER TABLE record_state ADD COLUMN written_blueprint smallint;    -- that the rows were mapped by
ALTER TABLE record_state ADD COLUMN document_version  integer;     -- of the document beside the rows
ALTER TABLE record_state ADD COLUMN written_time      timestamptz; -- of the event that the rows reflect

-- Finds what is still to be rewritten after a publish.
CREATE INDEX record_state_written_blueprint ON record_state (written_blueprint, partition, migration);

-- May be older than the blueprint that is to map it.
ALTER TABLE parked_write ADD COLUMN document_version integer;
