-- Columns that are null for as long as the row that they refer to is not there (missing: null,
-- onDelete: null). They are filled by the transaction that writes that row.
CREATE TABLE pending_reference (
  migration   smallint NOT NULL REFERENCES migration (id),
  tenant      varchar  NOT NULL,
  table_name  varchar  NOT NULL, -- as the blueprint writes it, schema.table
  column_name varchar  NOT NULL,
  row_id      uuid     NOT NULL, -- the row that refers
  target      varchar  NOT NULL, -- the table of the row that it waits for
  waits_for   uuid     NOT NULL, -- the id of that row
  PRIMARY KEY (row_id, column_name, table_name, tenant, migration)
);

CREATE INDEX pending_reference_waits_for ON pending_reference (waits_for, tenant, migration);
