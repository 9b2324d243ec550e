-- What a raise may stand on is told by versions of the control log, not by clocks: docs/cutover.md.
-- The version that was known before the run looked at anything; null: it was begun before this was noted.
ALTER TABLE reconciliation ADD COLUMN control_version bigint;
