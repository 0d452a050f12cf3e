-- The service record becomes a record that can be audited: a service keeps the groups of whom it reached, is never changed or deleted,
-- and is sealed with its neighbours into a chain of blocks; totals are rolled up with the same watermark.

-- The groups as bits in the order of kepu.base.Group, youth the lowest. Groups are only ever appended.
create function group_mask(groups text[]) returns integer language sql immutable parallel safe
    return ('youth' = any (groups))::integer | (('farmer' = any (groups))::integer << 1) | (('worker' = any (groups))::integer << 2)
        | (('elder' = any (groups))::integer << 3) | (('official' = any (groups))::integer << 4) | (('gig' = any (groups))::integer << 5)
        | (('woman' = any (groups))::integer << 6) | (('child' = any (groups))::integer << 7)
        | (('returnee' = any (groups))::integer << 8) | (('coop' = any (groups))::integer << 9);

create table service_group (
    bit  integer primary key,
    code text not null unique
);
insert into service_group
select 1 << (place - 1)::integer, code
from unnest(array ['youth', 'farmer', 'worker', 'elder', 'official', 'gig', 'woman', 'child', 'returnee', 'coop'])
    with ordinality as word (code, place);

-- Known only here: with it, what the chain says of a person can be checked; without it, after an erasure, it says nothing about anybody.
alter table resident add column salt bytea not null default uuid_send(gen_random_uuid());

-- An erased person's services keep what the chain was told of the person: sha256(salt, person, seq).
alter table service add column groups integer not null default 0, add column commitment bytea;
update service set commitment = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) where person < 0;
update service set groups = group_mask(r.groups) from resident r where r.id = service.person;
alter table service add constraint service_erased check ((commitment is not null) = (coalesce(person, 0) < 0));

-- However a resident goes, the services stay, under a number that leads to nobody. The row of the resident is locked by then, so that no
-- service of theirs is on its way.
create function release_services() returns trigger language plpgsql as $$
begin
    update service set person = -seq, commitment = sha256(old.salt || int8send(person) || int8send(seq)) where person = old.id;
    return old;
end
$$;
create trigger resident_released before delete on resident for each row execute function release_services();

create function keep_service() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.person > 0 and new.person = -old.seq
            and to_jsonb(new) - array ['person', 'commitment'] = to_jsonb(old) - array ['person', 'commitment'] then
            return new;
        end if;
    end if;
    raise exception 'the service record is append-only';
end
$$;
create trigger service_kept before update or delete on service for each row execute function keep_service();
create trigger service_whole before truncate on service for each statement execute function keep_service();

-- Block `number` holds the rows after the last one of the block before, up to `last`. `marks` are the first 8 bytes of each row's digest,
-- to find the row that was touched; `body` is the digest of all of them, `hash` the digest of the former block's hash and this block,
-- `mac` the same under the program's secret.
create table service_block (
    number    bigint primary key check (number > 0),
    last      bigint not null unique,
    rows      integer not null check (rows > 0),
    body      bytea not null,
    marks     bytea not null check (length(marks) = 8 * rows),
    hash      bytea not null unique,
    mac       bytea not null,
    sealed_at timestamptz not null default now()
);
create trigger service_block_kept before update or delete on service_block for each row execute function keep_service();
create trigger service_block_whole before truncate on service_block for each statement execute function keep_service();

-- People served, for the rows up to the last block: by region of level 0 (country) to 4 (town), named by the first village code of its
-- subtree. `grp` '' is everybody; a person of several groups counts in each. Villages are counted from their rows.
create table service_total (
    level  smallint not null check (level between 0 and 4),
    region bigint not null,
    day    date not null,
    route  text not null,
    grp    text not null,
    people bigint not null,
    primary key (level, region, day, route, grp)
);
