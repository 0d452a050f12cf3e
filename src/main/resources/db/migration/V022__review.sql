-- 三审三校. Every item has versions: draft → first → second → final → published → corrected or withdrawn; one that is given back is `returned`,
-- and its author goes on with the next number. `item` holds what is live: the published version, with its body as HTML.
alter table item add column version integer not null default 1 check (version > 0);

-- `content` is a draft as JSON, its text in Markdown; `revision` grows with every change of it. `origin` is empty for staff, 'library' for
-- content/, else the source that it came from. `asked` is the digest of the request that made it, which a retry must repeat.
create table item_version (
    item         text not null collate "C" check (item ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
    number       integer not null check (number > 0),
    state        text not null check (state in
        ('draft', 'first', 'second', 'final', 'published', 'corrected', 'withdrawn', 'returned', 'discarded')),
    content      jsonb not null,
    regions      text[] not null default '{}',
    revision     integer not null default 1 check (revision > 0),
    origin       text not null default '' check (length(origin) <= 80),
    note         text not null default '' check (length(note) <= 500),
    corrects     integer,
    asked        bytea,
    created_at   timestamptz not null default now(),
    due_at       timestamptz,
    published_at timestamptz,
    primary key (item, number),
    foreign key (item, corrects) references item_version (item, number),
    check (corrects < number),
    check ((due_at is not null) = (state in ('first', 'second', 'final'))),
    check ((published_at is not null) = (state in ('published', 'corrected', 'withdrawn')))
);
-- One version of an item is on its way at a time, and one is live.
create unique index item_version_open on item_version (item) where state in ('draft', 'first', 'second', 'final');
create unique index item_version_live on item_version (item) where state = 'published';
create index item_version_created on item_version (created_at desc, item, number);
create index item_version_due on item_version (due_at) where due_at is not null;

-- Who took which stage of a version; the author's is 'draft'. Nobody takes two. `diff` is what they changed, as a unified diff.
create table review_part (
    item       text not null collate "C",
    version    integer not null,
    stage      text not null check (stage in ('draft', 'first', 'second', 'final')),
    staff      bigint not null references staff (id),
    claimed_at timestamptz not null default now(),
    opinion    text check (opinion in ('pass', 'return')),
    comment    text not null default '' check (length(comment) <= 1000),
    diff       text not null default '',
    done_at    timestamptz,
    primary key (item, version, stage),
    constraint review_part_once unique (item, version, staff),
    foreign key (item, version) references item_version (item, number),
    check ((opinion is null) = (done_at is null))
);
create index review_part_staff on review_part (staff);

-- 三校: who vouches that a revision of a version is right in its science and in its language.
create table review_check (
    item     text not null collate "C",
    version  integer not null,
    revision integer not null,
    what     text not null check (what in ('accuracy', 'language')),
    staff    bigint not null references staff (id),
    note     text not null default '' check (length(note) <= 500),
    at       timestamptz not null default now(),
    primary key (item, version, revision, what),
    foreign key (item, version) references item_version (item, number)
);

-- What no program may do: change what is closed, leave out a stage, publish what was not vetted by three others, delete the record.
create function guard_item_version() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'version % of % cannot be deleted', old.number, old.item;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'draft' and new.origin <> 'library' then
            raise exception 'version % of % must begin as a draft', new.number, new.item;
        end if;
        return new;
    end if;
    if (new.item, new.number, new.origin, new.corrects, new.asked, new.created_at)
        is distinct from (old.item, old.number, old.origin, old.corrects, old.asked, old.created_at) then
        raise exception 'version % of % cannot become another', old.number, old.item;
    end if;
    if old.state not in ('draft', 'first', 'second', 'final') and (new.content, new.regions, new.revision, new.note, new.published_at)
        is distinct from (old.content, old.regions, old.revision, old.note, old.published_at) then
        raise exception 'version % of % is closed', old.number, old.item;
    end if;
    if new.state <> old.state and old.state || '>' || new.state <> all (array['draft>first', 'first>second', 'second>final',
        'final>published', 'first>returned', 'second>returned', 'final>returned', 'draft>discarded', 'first>discarded',
        'second>discarded', 'final>discarded', 'published>corrected', 'published>withdrawn']) then
        raise exception 'version % of % cannot go from % to %', old.number, old.item, old.state, new.state;
    end if;
    if old.state = 'final' and new.state = 'published' and (
        (select count(*) from review_part p where p.item = new.item and p.version = new.number and p.opinion = 'pass') < 4
        or (select count(*) from review_check c where c.item = new.item and c.version = new.number and c.revision = new.revision) < 2) then
        raise exception 'version % of % was not vetted', new.number, new.item;
    end if;
    return new;
end
$$;
create trigger item_version_guarded before insert or update or delete on item_version for each row execute function guard_item_version();

create function guard_review_part() returns trigger language plpgsql as $$
begin
    if old.opinion is not null then
        raise exception 'the opinion of stage % of version % of % stays', old.stage, old.version, old.item;
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger review_part_guarded before update or delete on review_part for each row execute function guard_review_part();

-- A withdrawal takes back what was pushed of an item, and tells who had read it.
create index publication_item on publication (item);
-- Words that stand for themselves: a notice to those who opened what was withdrawn.
alter table publication alter column item drop not null;
