-- What the event log will know a stored offset by: it tells a log that lost records we had stored and took others in their
-- place. Written with the offset and read by the log alone; null where the log said nothing.
ALTER TABLE stream_offset ADD COLUMN tail text;
