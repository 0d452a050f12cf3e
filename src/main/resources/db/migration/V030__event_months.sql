-- `event` becomes a table of parts, a month each by Beijing's calendar. What was stored before is the first part as it lies there: nothing
-- is copied. Looking through it for the edge lets events in; the exchange of the names at the end takes a moment.
set local lock_timeout = '60s';

alter table event validate constraint event_before_until;

drop trigger event_items on event;
alter table event rename to event_before;
alter index event_pkey rename to event_before_pkey;
alter index event_at rename to event_before_at;
alter index event_opened rename to event_before_opened;

-- (person, id) makes a retry harmless: it brings the time of the deed again, so it comes to the part where the first try lies, and each part
-- has this primary key.
create table event (
    person      bigint not null,
    id          text   not null collate "C",
    item        integer,
    type        text   not null
        constraint event_type_check check (type in ('impression', 'open', 'progress', 'finish', 'like', 'share', 'not_interested', 'answer', 'play')),
    at          timestamptz not null,
    received_at timestamptz not null default now(),
    feed        text,
    position    integer,
    millis      integer,
    value       real,
    propensity  real,
    model       text
) partition by range (at);
create index event_at on event using brin (at);
create index event_opened on event (item, at, person) where type in ('open', 'play');
create trigger event_items after insert on event referencing new table as added for each statement execute function names_items();

do $$
declare
    edge timestamptz;
begin
    select until into edge from event_part where name = 'event_before';
    execute format('alter table event attach partition event_before for values from (minvalue) to (%L)', edge);
end
$$;
alter table event_before drop constraint event_before_until;

-- Makes the parts that are missing for these times; gives how many. Attaching lets events in: only one maker at a time.
create function make_event_parts(from_at timestamptz, to_at timestamptz) returns integer language plpgsql as $$
declare
    zone  constant text := 'Asia/Shanghai';
    month timestamp := date_trunc('month', from_at at time zone zone);
    first timestamptz;
    last  timestamptz;
    part  text;
    made  integer := 0;
begin
    perform pg_advisory_xact_lock(x'6b65707570617274'::bigint);
    while month at time zone zone <= to_at loop
        first := month at time zone zone;
        last := (month + interval '1 month') at time zone zone;
        part := 'event_' || to_char(month, 'YYYY_MM');
        if not exists (select from event_part p where p.since <= first and p.until > first) then
            execute format('create table %I (like event including defaults including constraints, primary key (person, id))', part);
            execute format('alter table event attach partition %I for values from (%L) to (%L)', part, first, last);
            insert into event_part values (part, first, last);
            made := made + 1;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end
$$;

select make_event_parts(now() - interval '1 month', now() + interval '3 months');
