-- What operators rule about feeds. A row is a whole version of the rules that one scope owns; the highest version of each scope is live.
-- Nothing is updated or deleted: to go back is to store an old version anew. So the count of rows tells whether there is news.
create table rule_version (
    seq     bigint generated always as identity primary key,
    scope   text not null collate "C" references region (code),
    version integer not null check (version > 0),
    rules   jsonb not null,
    staff   bigint not null references staff (id),
    note    text not null check (length(note) between 1 and 200),
    at      timestamptz not null,
    unique (scope, version)
);
