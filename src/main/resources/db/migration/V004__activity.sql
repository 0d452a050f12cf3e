-- What people did. (person, id) makes a retry harmless; person 0 stands for guests, who are counted but not known.
create table event (
    person      bigint not null,
    id          text   not null collate "C",
    item        integer references item (seq),
    type        text   not null check (type in ('impression', 'open', 'progress', 'finish', 'like', 'share', 'not_interested', 'answer', 'play')),
    at          timestamptz not null,
    received_at timestamptz not null default now(),
    feed        text,
    position    integer,
    millis      integer,
    value       real,
    primary key (person, id)
);
create index event_at on event using brin (at);

-- The service record (人次): this content reached this person, or this face-to-face group, by this route. One row is one service of
-- `people` persons; a known person is counted once per item and route.
create table service (
    seq          bigint generated always as identity primary key,
    person       bigint,
    item         integer not null references item (seq),
    route        text not null check (route in ('feed', 'push', 'search', 'share', 'face_to_face')),
    village      bigint not null,
    day          date not null,
    people       integer not null default 1 check (people between 1 and 100000),
    disseminator bigint references staff (id),
    place        text check (length(place) <= 80),
    note         text check (length(note) <= 500),
    request_key  text check (length(request_key) <= 80),
    recorded_at  timestamptz not null default now(),
    check ((person is null) = (route = 'face_to_face')),
    check (route <> 'face_to_face' or disseminator is not null),
    check (person is null or people = 1)
);
create unique index service_once on service (person, item, route) where person is not null;
create unique index service_request on service (disseminator, request_key) where request_key is not null;
create index service_village on service (village, day);
