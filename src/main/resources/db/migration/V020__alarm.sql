-- A bulletin as outside channels tell it, written by the transaction that posts the bulletin. Messages about the same thing have one topic.
create table alarm (
    seq        bigint generated always as identity primary key,
    bulletin   text not null unique collate "C" references bulletin (id),
    topic      text not null collate "C",
    revision   boolean not null,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    -- the union of the texts' regions, disjoint
    regions    text[] not null collate "C",
    -- the worst first: {language, severity, title, message, sender, regions, from, until}
    texts      jsonb not null,
    -- cancelled, or another message took its place
    over       boolean not null default false
);

-- As outbox_plan for publications: what is still to be spread over subscriptions, from which one on.
create table alarm_plan (
    alarm     bigint not null references alarm (seq),
    event     text not null check (event in ('published', 'cancelled')),
    after     bigint not null default 0,
    -- whose people hear of what took its place, under the same topic, and not that this one is over
    others    text[] not null default '{}' collate "C",
    spread_at timestamptz,
    primary key (alarm, event)
);
create index alarm_plan_open on alarm_plan (alarm, event) where spread_at is null;

alter table delivery
    alter publication drop not null,
    add alarm bigint references alarm (seq),
    add check ((publication is null) <> (alarm is null));
create unique index delivery_alarm_browser on delivery (subscription, alarm, event) where alarm is not null;
create unique index delivery_alarm_webhook on delivery (webhook, alarm, event) where alarm is not null;
create index delivery_alarm_due on delivery (due_at) where state = 'waiting' and alarm is not null;
