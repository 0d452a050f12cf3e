-- Orders (点单): what residents wish to be told or shown in their village, and how far it is. Which state may follow which, the code says.
create table service_order (
    id           text primary key collate "C",
    resident     bigint not null references resident (id) on delete cascade,
    village      bigint not null,
    topic        text,
    -- masked before it comes here
    text         text not null check (length(text) between 2 and 4000),
    wished_on    date,
    request_key  text,
    state        text not null check (state in ('ordered', 'dispatched', 'taken', 'finished', 'rated', 'returned', 'withdrawn')),
    ordered_at   timestamptz not null,
    changed_at   timestamptz not null,
    -- who is to do it, in the words of who dispatched it
    unit         text check (length(unit) between 1 and 80),
    taken_by     bigint references staff (id),
    -- the last word of staff to who ordered
    note         text not null default '',
    rating       text check (rating in ('good', 'fair', 'poor')),
    rating_words text not null default '',
    -- who ordered does not know of the state yet
    untold       boolean not null default false,
    check ((state in ('taken', 'finished', 'rated')) <= (taken_by is not null)),
    check ((state = 'rated') = (rating is not null))
);
create unique index service_order_key on service_order (resident, request_key);
create index service_order_resident on service_order (resident, ordered_at);
create index service_order_village on service_order (village, ordered_at);
create index service_order_open on service_order (village, ordered_at) where state in ('ordered', 'dispatched', 'taken');
create index service_order_ended on service_order (changed_at) where state in ('finished', 'rated', 'returned', 'withdrawn');
create index service_order_untold on service_order (changed_at) where untold;

-- What was done to an order, by whom of the staff (null: by who ordered).
create table service_order_step (
    seq           bigint generated always as identity primary key,
    service_order text not null collate "C" references service_order (id) on delete cascade,
    at            timestamptz not null,
    step          text not null,
    staff         bigint references staff (id),
    note          text not null default ''
);
create index service_order_step_order on service_order_step (service_order, seq);

-- Residents look up who serves their village.
create index staff_scope on staff (scope) where active;
