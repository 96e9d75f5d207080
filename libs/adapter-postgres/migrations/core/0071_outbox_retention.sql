-- Told messages are removed some time after they were settled; what is found by its message is looked up that way.

CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state IN ('delivered', 'merged');
CREATE INDEX outbox_line_message ON outbox_line (message);
CREATE INDEX outbox_item_message ON outbox_item (message);
