-- Event numbers are handed out by the writers themselves, from blocks of 10,000.

ALTER SEQUENCE event_key_seq INCREMENT BY 10000;
