-- Where a stable candidate level moved: one row in thousands of a busy park, and what its screens list.

CREATE INDEX level_log_moved ON level_log (park, at) WHERE known_to IS NULL AND since = at;
