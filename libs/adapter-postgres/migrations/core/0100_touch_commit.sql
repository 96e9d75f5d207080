-- The commit of the ingester that left a touch, by the number of its first event: the process that made it still holds what
-- it stored and need not read it back. Null for touches of settings.
ALTER TABLE park_touch ADD COLUMN commit bigint;
