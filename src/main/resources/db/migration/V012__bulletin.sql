-- A message of the Common Alerting Protocol that was taken in or made here. Its bytes are what it says; the rest is found in them.
create sequence bulletin_change;

create table bulletin (
    id           text primary key collate "C",
    sender       text not null,
    identifier   text not null,
    sent         timestamptz not null,
    status       text not null check (status in ('actual', 'exercise', 'system', 'test', 'draft')),
    kind         text not null check (kind in ('alert', 'update', 'cancel', 'ack', 'error')),
    scope        text not null check (scope in ('public', 'restricted', 'private')),
    -- what it says to whom and until when, one for each info of the message: {regions, from, until}
    segments     jsonb not null,
    -- the union of their regions, disjoint, in order
    regions      text[] not null collate "C",
    -- areas of the message for which no region was found
    unresolved   jsonb not null,
    until        timestamptz,
    xml          bytea not null,
    -- messages that are about the same thing, named by one of them; the one sent last decides
    chain        text not null collate "C",
    ended_by     text collate "C" references bulletin (id),
    ended_at     timestamptz,
    -- moves with every change of the row, in the order of commits
    change       bigint not null unique,
    posted_by    bigint not null references staff (id),
    posted_scope text not null collate "C",
    posted_at    timestamptz not null,
    request_key  text,
    form         jsonb
);
create unique index bulletin_key on bulletin (sender, identifier, sent);
create unique index bulletin_request on bulletin (posted_by, request_key) where request_key is not null;
create index bulletin_chain on bulletin (chain);
create index bulletin_posted on bulletin (posted_at desc, id desc);
create index bulletin_until on bulletin (until);

-- What a message refers to, whether it is here or not.
create table bulletin_reference (
    bulletin   text not null collate "C" references bulletin (id),
    sender     text not null,
    identifier text not null,
    sent       timestamptz not null,
    primary key (bulletin, sender, identifier, sent)
);
create index bulletin_reference_key on bulletin_reference (sender, identifier, sent);

create table bulletin_receipt (
    bulletin        text not null collate "C" references bulletin (id),
    resident        bigint not null references resident (id) on delete cascade,
    received_at     timestamptz not null,
    acknowledged_at timestamptz,
    primary key (bulletin, resident)
);
create index bulletin_receipt_resident on bulletin_receipt (resident);

-- People of a village who were told face to face; the service that counts them.
create table bulletin_visit (
    service  bigint primary key references service (seq),
    bulletin text not null collate "C" references bulletin (id),
    village  bigint not null,
    people   integer not null check (people > 0)
);
create index bulletin_visit_bulletin on bulletin_visit (bulletin, village);

-- Where a region is, when somebody imported it: for areas that are drawn and not named.
create table region_point (
    code text primary key collate "C",
    lat  double precision not null check (lat between -90 and 90),
    lon  double precision not null check (lon between -180 and 180)
);
create index region_point_lat on region_point (lat, lon);
