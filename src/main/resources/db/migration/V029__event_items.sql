-- Events become parts by month (V030). Here is what needs only a moment's lock; what takes long follows in V030 under a lock that lets
-- events in.

-- The item of an event or a service exists. Foreign keys looked row by row, a third of the time in which events are stored; one look a
-- statement says the same, because the program never deletes an item (it withdraws it), and who does by hand is refused while one is named.
create function names_items() returns trigger language plpgsql as $$
declare
    missing integer;
begin
    select a.item into missing from (select distinct item from added where item is not null) a
    where not exists (select from item i where i.seq = a.item) limit 1;
    if found then
        raise foreign_key_violation using constraint = tg_table_name || '_item_fkey',
            message = format('%s_item_fkey: there is no item %s', tg_table_name, missing);
    end if;
    return null;
end
$$;

create function keep_item() returns trigger language plpgsql as $$
begin
    if exists (select from event where item = old.seq) then
        raise foreign_key_violation using constraint = 'event_item_fkey', message = format('event_item_fkey: events name item %s', old.seq);
    end if;
    if exists (select from service where item = old.seq) then
        raise foreign_key_violation using constraint = 'service_item_fkey', message = format('service_item_fkey: services name item %s', old.seq);
    end if;
    return old;
end
$$;

-- The parts of `event`: the table, and the times from `since` to before `until` that lie in it. `rolled_at` is when its roll-up was stored.
create table event_part (
    name      text primary key collate "C",
    since     timestamptz not null,
    until     timestamptz not null unique check (until > since),
    rolled_at timestamptz
);

-- What is left of events when their part has gone: by day in Beijing, item (0: none), type and county (the first 6 digits; 0: guests and
-- those who are not there any more).
create table event_total (
    day    date not null,
    item   integer not null,
    type   text not null,
    county integer not null,
    events bigint not null,
    people bigint not null,
    primary key (day, item, type, county)
);

-- What was stored so far will be one part, up to a month's beginning in Beijing that nothing stored or on its way lies behind. In an empty
-- installation that is the last month's, so that everything from then on lies in its month.
do $$
declare
    edge timestamptz;
begin
    select (date_trunc('month', greatest(max(at), now() + interval '1 day') at time zone 'Asia/Shanghai') + interval '1 month')
        at time zone 'Asia/Shanghai' into edge from event;
    if not exists (select from event) and not exists (select from resident) then
        edge := (date_trunc('month', now() at time zone 'Asia/Shanghai') - interval '1 month') at time zone 'Asia/Shanghai';
    end if;
    insert into event_part (name, since, until) values ('event_before', '-infinity', edge);
    execute format('alter table event add constraint event_before_until check (at < %L) not valid', edge);
end
$$;

alter table event drop constraint event_item_fkey;
create trigger event_items after insert on event referencing new table as added for each statement execute function names_items();
alter table service drop constraint service_item_fkey;
create trigger service_items after insert on service referencing new table as added for each statement execute function names_items();
create trigger item_kept before delete on item for each row execute function keep_item();
