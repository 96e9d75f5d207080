-- Maintenance is rare among the states of devices: finding it must not read the heartbeats around it.

CREATE INDEX device_state_maintenance ON device_state (series, time) WHERE state = 4;
