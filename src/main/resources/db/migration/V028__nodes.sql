-- What one commit of events taught the node that stored it, for the other nodes to learn from: one row a commit, read on by `xid` like
-- `change` (activity.Lots). Arrays in step: `persons` to `firsts` are the events, guests' and those without an item among them, `served` and
-- `days` the services that they counted. It is no record: unlogged, so it costs the commit no log and is empty after a crash of the database, which nodes notice
-- by `event_lot_life` and read what they keep in memory again.
create unlogged table event_lot (
    xid      xid8 primary key default pg_current_xact_id(),
    at       timestamptz not null default now(),
    node     bigint not null,
    persons  bigint[] not null,
    items    integer[] not null,
    types    text[] not null,
    ats      timestamptz[] not null,
    villages bigint[] not null,
    groups   integer[] not null,
    firsts   boolean[] not null,
    served   bigint[] not null,
    days     date[] not null
);
create index event_lot_at on event_lot (at);
alter table event_lot
    alter column persons set storage external, alter column items set storage external, alter column types set storage external,
    alter column ats set storage external, alter column villages set storage external, alter column groups set storage external,
    alter column firsts set storage external, alter column served set storage external, alter column days set storage external;

-- When the lots that there are began: one row, made anew by whoever finds none.
create unlogged table event_lot_life (
    one boolean primary key default true check (one),
    xid xid8 not null default pg_current_xact_id()
);
insert into event_lot_life default values;

-- Who does the work of a job that one node does for all, and until when unless they say so again (store.Leases).
create table job_lease (
    job   text primary key,
    node  text not null,
    until timestamptz not null
);
