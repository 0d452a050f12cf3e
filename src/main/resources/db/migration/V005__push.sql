-- Campaigns: draft → submitted → approved → running → done, or cancelled.
create table campaign (
    id          text primary key collate "C",
    title       text not null check (length(title) between 1 and 60),
    message     text not null default '' check (length(message) <= 200),
    items       text[] not null check (cardinality(items) between 1 and 20),
    audience    jsonb not null,
    scope       text not null collate "C",
    state       text not null check (state in ('draft', 'submitted', 'approved', 'running', 'done', 'cancelled')),
    reach       integer not null,
    start_at    timestamptz not null,
    expires_at  timestamptz not null check (expires_at > start_at),
    created_by  bigint not null references staff (id),
    approved_by bigint references staff (id),
    created_at  timestamptz not null default now()
);
create index campaign_due on campaign (start_at) where state = 'approved';
create index campaign_over on campaign (expires_at) where state in ('approved', 'running');
create index campaign_created on campaign (created_at desc, id);

create table campaign_step (
    campaign   text not null references campaign (id),
    at         timestamptz not null default now(),
    from_state text,
    to_state   text not null,
    staff      bigint references staff (id),
    note       text not null default '',
    seq        bigint generated always as identity primary key
);
create index campaign_step_campaign on campaign_step (campaign, seq);

-- A publication is stored once for its whole audience. `seq` is given under a lock, so that order of seq is order of commit.
create sequence publication_offset;

create table publication (
    seq          bigint primary key,
    campaign     text not null references campaign (id),
    item         text not null references item (id),
    audience     jsonb not null,
    title        text not null,
    message      text not null,
    sender       text not null,
    published_at timestamptz not null,
    expires_at   timestamptz not null,
    cancelled_at timestamptz,
    cancel_seq   bigint unique
);
create index publication_live on publication (expires_at);
create index publication_campaign on publication (campaign);

create table receipt (
    publication  bigint not null references publication (seq),
    resident     bigint not null references resident (id) on delete cascade,
    delivered_at timestamptz not null,
    read_at      timestamptz,
    primary key (publication, resident)
);
create index receipt_resident on receipt (resident);
