-- Answers to writes that carried an Idempotency-Key, so that a retry gets the first answer again.
create table idempotency (
    subject    text not null,
    key        text not null check (length(key) between 1 and 80),
    request    bytea not null,
    status     smallint not null,
    body       text not null,
    created_at timestamptz not null default now(),
    primary key (subject, key)
);
create index idempotency_created on idempotency (created_at);

-- Single-row facts about this installation: import digests, the simulation's seed, the key check value.
create table installation (
    name  text primary key,
    value text not null
);
