-- What outreach reached, rolled up from the sealed service record for pages and reports: one row is a calendar year (month 0) or month, a
-- region of any level, named by the first village code of its subtree, and a part of it: '' everybody, 'group:elder', 'route:feed',
-- 'kind:town' and 'kind:country' (by what the village's committee is called). `services` are 人次. `reached` are known persons, each once a
-- year and once a month, where a service reached them first; a route has none. The order of the key keeps the regions below another together.
create table outreach_total (
    level    smallint not null check (level between 0 and 5),
    year     smallint not null,
    month    smallint not null check (month between 0 and 12),
    part     text     not null collate "C",
    region   bigint   not null,
    services bigint   not null,
    reached  bigint   not null,
    primary key (level, year, month, part, region)
);

-- The months of a year, January the lowest bit, in which a person was counted as reached. It goes with them.
create table outreach_person (
    person bigint   not null references resident (id) on delete cascade,
    year   smallint not null,
    months smallint not null check (months between 1 and 4095),
    primary key (person, year)
);

-- The last day with a service in a village.
create table outreach_village (
    village bigint primary key,
    day     date not null
);

-- The number of the last service that the roll-up holds, and when it came there.
create table outreach_mark (
    one      boolean primary key default true check (one),
    last     bigint not null,
    moved_at timestamptz not null
);
insert into outreach_mark (last, moved_at) values (0, now());

-- How many services a region is to give in some calendar years, both ends included.
create table outreach_target (
    region    text     primary key collate "C" references region (code),
    from_year smallint not null,
    to_year   smallint not null check (to_year >= from_year),
    services  bigint   not null check (services > 0),
    staff     bigint   not null references staff (id),
    set_at    timestamptz not null default now()
);
