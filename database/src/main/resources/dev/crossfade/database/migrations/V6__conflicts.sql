-- Who changed each field of a record last; null where that is for all of them the event that made
-- the state.
ALTER TABLE record_state ADD COLUMN changes json;

-- Sides of live events, too, and what events have replaced. Of a source several can be kept, each
-- where the event lies that said it; what the source says next takes the place of all of them.
ALTER TABLE conflict ALTER COLUMN document DROP NOT NULL; -- then it is a delete, or in the log
ALTER TABLE conflict ADD COLUMN deleted boolean NOT NULL DEFAULT false;
ALTER TABLE conflict ADD COLUMN fields varchar[] NOT NULL DEFAULT '{}'; -- not in the record
ALTER TABLE conflict ADD COLUMN base bigint;       -- the offset of what its writer says it had seen
ALTER TABLE conflict ADD COLUMN changed varchar[]; -- the fields that its writer changed; null: all

/* [jooq ignore start] */
ALTER TABLE conflict DROP CONSTRAINT conflict_pkey;
ALTER TABLE conflict ADD PRIMARY KEY (migration, tenant, domain, id, source, "offset");

COMMENT ON COLUMN conflict.existing_offset IS 'of the event that made what stands in its place';
COMMENT ON COLUMN conflict.append_time IS 'of the event by which it came to be beside the record';

-- What waits is known to its record's state.
UPDATE record_state s
   SET reflects = s.reflects || w.waiting
  FROM (SELECT c.migration, c.tenant, c.domain, c.id,
               jsonb_object_agg(
                 c.source,
                 CASE jsonb_typeof(r.reflects -> c.source)
                   WHEN 'number' THEN jsonb_build_object('n', r.reflects -> c.source)
                   WHEN 'object' THEN r.reflects -> c.source
                   ELSE '{}'::jsonb
                 END || jsonb_build_object('w', c."offset")) AS waiting
          FROM conflict c
          JOIN record_state r USING (migration, tenant, domain, id)
         WHERE c.state = 'WAITING'
         GROUP BY c.migration, c.tenant, c.domain, c.id) w
 WHERE s.migration = w.migration AND s.tenant = w.tenant AND s.domain = w.domain AND s.id = w.id;
/* [jooq ignore stop] */
