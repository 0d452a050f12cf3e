-- The version that placed the item where this happened, and how probable that place was; null for what no model placed.
alter table event add column propensity real, add column model text;

-- What staff did with the versions of a model. Append-only: what is live now follows from the log. `step` counts the rows of a name, so
-- that of two who saw the same state one is too late.
create table model_release (
    seq      bigint generated always as identity primary key,
    at       timestamptz not null default now(),
    staff    bigint not null references staff (id),
    name     text not null collate "C" check (name ~ '^[a-z][a-z0-9-]{0,39}$'),
    step     integer not null check (step > 0),
    action   text not null check (action in ('release', 'shadow', 'share', 'rollback', 'stop')),
    version  text collate "C" check (version ~ '^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$'),
    share    smallint check (share between 1 and 100),
    design   text check (design in ('residents', 'villages', 'interleaving')),
    reason   text not null check (length(reason) between 1 and 500),
    override boolean not null default false,
    guard    jsonb not null default '{}',
    unique (name, step),
    check (version is not null or action in ('rollback', 'stop')),
    check ((action = 'share') = (share is not null) and (action = 'share') = (design is not null))
);
