-- Services that are older than is kept leave the record a sealed block at a time (activity.Retention). The block stays in the chain and its
-- rows in the totals. Nothing is changed for nodes of the release before, which see fewer rows of a village then.

-- What is left of rows that have gone: the sums of a village's day. Larger regions have their totals.
create table service_past (
    village bigint  not null,
    day     date    not null,
    route   text    not null,
    groups  integer not null,
    people  bigint  not null check (people > 0),
    primary key (village, day, route, groups)
);

-- The blocks whose rows have gone, from the first on without a gap: the number, its last row as in `service_block`, and under the program's
-- secret that it was the program that let them go.
create table service_gone (
    block   bigint primary key check (block > 0),
    last    bigint not null unique,
    mac     bytea not null,
    gone_at timestamptz not null default now()
);

-- Rows of such a block may be deleted; all else stays refused.
create or replace function keep_service() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'service' then
        if old.person > 0 and new.person = -old.seq
            and to_jsonb(new) - array ['person', 'commitment'] = to_jsonb(old) - array ['person', 'commitment'] then
            return new;
        end if;
    end if;
    if tg_op = 'DELETE' and tg_table_name = 'service' then
        if exists (select from service_gone where last >= old.seq) then
            return old;
        end if;
    end if;
    raise exception 'the service record is append-only';
end
$$;
create trigger service_gone_kept before update or delete on service_gone for each row execute function keep_service();
create trigger service_gone_whole before truncate on service_gone for each statement execute function keep_service();

-- A visit outlives the row of its service. Who stores one has locked the service's table first.
lock table service, bulletin_visit in access exclusive mode;
alter table bulletin_visit drop constraint bulletin_visit_service_fkey;
