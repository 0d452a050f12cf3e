-- Keys of outside channels, such as the VAPID key that push services know this program by. Made once; the private half is sealed.
create table channel_key (
    id         text primary key,
    public_key text not null,
    sealed     bytea not null,
    created_at timestamptz not null default now()
);

-- A browser that a resident wants to be reached by (RFC 8030). Endpoint and keys are sealed: who knows them can write to the person.
create table webpush_subscription (
    id            bigint generated always as identity primary key,
    resident      bigint not null references resident (id) on delete cascade,
    endpoint_hash bytea not null unique,
    origin        text not null,
    sealed        bytea not null,
    created_at    timestamptz not null default now()
);
create index webpush_subscription_resident on webpush_subscription (resident);

-- An address of another program, such as the gateway to SMS or WeChat, that is told of the publications in its scope.
create table webhook (
    id         bigint generated always as identity primary key,
    scope      text not null collate "C" references region (code),
    name       text not null check (length(name) between 1 and 60),
    url        text not null check (length(url) <= 1000),
    sealed     bytea not null,
    per_day    integer not null check (per_day > 0),
    active     boolean not null default true,
    created_by bigint not null references staff (id),
    created_at timestamptz not null default now()
);

-- Written in the transaction that publishes or takes back: what is still to be spread over subscriptions, from which one on.
create table outbox_plan (
    publication bigint not null references publication (seq),
    event       text not null check (event in ('published', 'cancelled')),
    after       bigint not null default 0,
    spread_at   timestamptz,
    primary key (publication, event)
);
create index outbox_plan_open on outbox_plan (publication, event) where spread_at is null;

-- One thing to be told to one receiver. Its id is the same at every try. `due_at` is also the end of the lease of who tries it now, and
-- `attempt` tells a late one that another has taken over.
create table delivery (
    id           bigint generated always as identity primary key,
    subscription bigint references webpush_subscription (id) on delete cascade,
    webhook      bigint references webhook (id) on delete cascade,
    publication  bigint not null references publication (seq),
    event        text not null check (event in ('published', 'cancelled')),
    state        text not null default 'waiting' check (state in ('waiting', 'sent', 'dead', 'suppressed')),
    attempt      integer not null default 0,
    due_at       timestamptz not null,
    expires_at   timestamptz not null,
    reason       text,
    done_at      timestamptz,
    unique (subscription, publication, event),
    unique (webhook, publication, event),
    check ((subscription is null) <> (webhook is null))
);
create index delivery_due on delivery (due_at) where state = 'waiting';
create index delivery_done on delivery (done_at) where state <> 'waiting';
create index delivery_dead on delivery (webhook, id) where state = 'dead';

-- What happened on a channel ('webpush', 'webhook:3') on a day in Beijing. 'tried' is what a vendor bills, and what the quota is of.
create table channel_ledger (
    channel text not null,
    day     date not null,
    outcome text not null,
    count   bigint not null check (count >= 0),
    primary key (channel, day, outcome)
);
