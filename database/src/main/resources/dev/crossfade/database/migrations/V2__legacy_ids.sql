-- The id by which its source knows a record, where each source counts for itself: the key's id is then
-- derived from it and gives it no more. Null where it is the key's id.
ALTER TABLE record_state ADD COLUMN legacy_id varchar;
