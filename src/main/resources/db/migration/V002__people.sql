-- Residents. The phone number is stored sealed (AES-256-GCM) and found by a keyed hash (HMAC-SHA256); nothing else names a person.
create table resident (
    id              bigint generated always as identity primary key,
    village         bigint   not null,
    phone_hash      bytea    unique,
    phone_sealed    bytea,
    groups          text[]   not null default '{}',
    birth_year      smallint check (birth_year between 1900 and 2100),
    occupation      text     check (length(occupation) <= 40),
    interests       text[]   not null default '{}',
    language        text     not null default 'zh-CN',
    large_print     boolean  not null default false,
    personalised    boolean  not null default true,
    consent_version text     not null,
    consent_at      timestamptz not null,
    synthetic       boolean  not null default false,
    created_at      timestamptz not null default now(),
    check ((phone_hash is null) = (phone_sealed is null))
);
create index resident_village on resident (village);

-- Staff: disseminator, editor, reviewer, operator, administrator. Every right ends at the edge of `scope`, a region code.
create table staff (
    id            bigint generated always as identity primary key,
    account       text not null unique check (account ~ '^[a-z][a-z0-9._-]{2,39}$'),
    name          text not null check (length(name) between 1 and 40),
    password_hash text not null,
    role          text not null check (role in ('disseminator', 'editor', 'reviewer', 'operator', 'administrator')),
    scope         text not null collate "C" references region (code),
    active        boolean not null default true,
    created_at    timestamptz not null default now()
);

-- One-time codes: only a keyed hash of phone and code is kept, for minutes.
create table login_code (
    phone_hash bytea primary key,
    code_hash  bytea not null,
    expires_at timestamptz not null,
    tries      smallint not null default 0
);

-- A session is a family of refresh tokens, of which the present one works once; any earlier one ends the session.
create table session (
    id           uuid primary key,
    resident     bigint references resident (id) on delete cascade,
    staff        bigint references staff (id) on delete cascade,
    refresh_hash bytea not null unique,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null,
    check ((resident is null) <> (staff is null))
);
create index session_resident on session (resident);
create index session_staff on session (staff);

-- Keys that sign session tokens (ES256); the private half is sealed. The newest one signs, all of them verify until `retires_at`.
create table signing_key (
    id         text primary key,
    public_jwk text not null,
    sealed     bytea not null,
    created_at timestamptz not null default now(),
    retires_at timestamptz not null
);

-- Who did what to what. Append-only.
create table audit (
    seq    bigint generated always as identity primary key,
    at     timestamptz not null default now(),
    staff  bigint references staff (id),
    action text not null,
    object text not null,
    detail jsonb not null default '{}'
);
