-- Finds the dead letters of an offset: a log that is read again from an earlier one must not add any twice.
CREATE INDEX dead_letter_place ON dead_letter (topic, partition, "offset");
