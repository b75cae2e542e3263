-- Endpoints that are told of changes. `place_xid` and `place_seq` are the place in the outbox up to which deliveries have
-- been made. `secrets` are joined with commas, the present one first; those being replaced end in `~` and the instant
-- until which they sign. They must be readable: a signature cannot be made from a hash.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    url TEXT NOT NULL,
    description TEXT,
    event_types TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    disabled_reason TEXT,
    secrets TEXT NOT NULL,
    place_xid BIGINT NOT NULL,
    place_seq BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX webhooks_organization ON webhooks (organization_id, id);
CREATE INDEX webhooks_active ON webhooks (id) WHERE state = 'active';

-- One message to one endpoint; its id is the message's. `tries` counts from the last replay, `attempts` from the beginning.
CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    resource_version BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'updated', 'deleted', 'ping')),
    occurred_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'cancelled')),
    attempts BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_occurred ON webhook_deliveries (webhook_id, occurred_at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at, id) WHERE state = 'pending';

-- What the receiver wrote is not kept.
CREATE TABLE webhook_attempts (
    delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    status INTEGER,
    error TEXT,
    PRIMARY KEY (delivery_id, number)
);
