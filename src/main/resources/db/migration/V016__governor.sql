-- What residents wish of pushes; no row for those who wished nothing. Quiet hours are minutes of the day in Beijing, null for everybody's;
-- a change holds from `quiet_since` on, before that the earlier ones did. `senders` and `topics` are what is unsubscribed, since when.
create table push_settings (
    resident      bigint primary key references resident (id) on delete cascade,
    quiet_from    integer check (quiet_from between 0 and 1439),
    quiet_until   integer check (quiet_until between 0 and 1439),
    quiet_since   timestamptz,
    earlier_from  integer check (earlier_from between 0 and 1439),
    earlier_until integer check (earlier_until between 0 and 1439),
    senders       jsonb not null default '{}',
    topics        jsonb not null default '{}',
    changed_at    timestamptz not null
);
create index push_settings_changed on push_settings (changed_at);

-- Publications to one person; their numbers are of the same order as those to audiences.
create table personal_publication (
    seq          bigint primary key,
    resident     bigint not null references resident (id) on delete cascade,
    item         text not null default '',
    title        text not null check (length(title) between 1 and 60),
    message      text not null default '' check (length(message) <= 2000),
    sender       text not null,
    sender_code  text not null default '' collate "C",
    topic        text,
    published_at timestamptz not null,
    expires_at   timestamptz not null check (expires_at > published_at),
    delivered_at timestamptz,
    read_at      timestamptz
);
create index personal_publication_resident on personal_publication (resident, seq desc);
create index personal_publication_published on personal_publication (published_at);
