-- Vetted claims: what is said, and what is to be said of it. `body` is safe HTML, `items` are ids of items that say more.
create table claim (
    id          text primary key collate "C" check (id ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
    claim       text not null,
    rating      text not null check (rating in ('false', 'misleading', 'partly', 'unproven', 'true')),
    topic       text not null,
    groups      text[] not null,
    paraphrases text[] not null,
    keywords    text[] not null,
    summary     text not null,
    body        text not null,
    source      text not null,
    authority   text not null,
    licence     text not null,
    language    text not null,
    published   date not null,
    items       text[] not null,
    digest      bytea not null
);
create trigger claim_added after insert on claim referencing new table as changed for each statement
    execute function note_changes('claims', 'id');
create trigger claim_changed after update on claim referencing new table as changed for each statement
    execute function note_changes('claims', 'id');

-- That a resident was told of a claim on a day when they asked: for its correction, and no longer than that may come.
create table claim_check (
    resident bigint not null references resident (id) on delete cascade,
    claim    text not null collate "C" references claim (id),
    day      date not null,
    primary key (resident, claim, day)
);
create index claim_check_claim on claim_check (claim, resident);
create index claim_check_day on claim_check (day);

-- What was asked and nobody knows: one row for all texts that are nearly the same, without what names people. `signature` is a MinHash of the
-- text's shingles, `bands` are hashes of its parts: texts that share one may be nearly the same.
create table claim_unknown (
    id         bigint generated always as identity primary key,
    text       text not null,
    signature  integer[] not null,
    bands      bigint[] not null,
    first_at   timestamptz not null,
    last_at    timestamptz not null,
    total      bigint not null default 1,
    -- how unlikely today's count is beside its past: -log10 of the probability
    surprise   real not null default 0,
    state      text not null default 'open' check (state in ('open', 'answered', 'dismissed')),
    claim      text collate "C" references claim (id),
    handled_by bigint references staff (id),
    handled_at timestamptz,
    check ((state = 'answered') = (claim is not null)),
    check ((state = 'open') = (handled_at is null))
);
create index claim_unknown_bands on claim_unknown using gin (bands);
create index claim_unknown_rising on claim_unknown (surprise desc, total desc, id desc) where state = 'open';
create index claim_unknown_last on claim_unknown (last_at);

create table claim_unknown_day (
    unknown bigint not null references claim_unknown (id) on delete cascade,
    day     date not null,
    count   integer not null check (count > 0),
    primary key (unknown, day)
);
create index claim_unknown_day_day on claim_unknown_day (day);

-- That one was asked far more often on a day than its past lets expect.
create table claim_alarm (
    id       bigint generated always as identity primary key,
    unknown  bigint not null references claim_unknown (id) on delete cascade,
    day      date not null,
    count    integer not null,
    expected real not null,
    surprise real not null,
    at       timestamptz not null,
    unique (unknown, day)
);
