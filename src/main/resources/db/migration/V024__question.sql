-- Questions that the library could not answer, masked before they come here. A question that was merged into another has no life of its
-- own: its state, claim and answer are those of `merged_into`, which is never merged itself.
create table question (
    id           text primary key collate "C",
    text         text not null check (length(text) between 2 and 1000),
    -- what is compared with the same text of the same person: letters and digits in plain form
    plain        text not null,
    topic        text,
    urgent       boolean not null default false,
    village      bigint not null,
    region       text not null collate "C",
    resident     bigint references resident (id) on delete cascade,
    asked_by     bigint references staff (id),
    request_key  text,
    state        text not null check (state in ('routed', 'claimed', 'answered', 'returned', 'merged')),
    asked_at     timestamptz not null,
    due_at       timestamptz not null,
    claimed_by   bigint references staff (id),
    lease_until  timestamptz,
    merged_into  text collate "C" references question (id) on delete cascade,
    answer       text check (length(answer) between 1 and 2000),
    answer_items text[] not null default '{}',
    answered_by  bigint references staff (id),
    answered_at  timestamptz,
    told_at      timestamptz,
    item         text collate "C",
    check ((resident is null) <> (asked_by is null)),
    check ((state = 'merged') = (merged_into is not null)),
    check ((state = 'claimed') = (lease_until is not null)),
    check ((state in ('answered', 'returned')) = (answered_at is not null)),
    check (merged_into <> id)
);
create unique index question_resident_key on question (resident, request_key);
create unique index question_staff_key on question (asked_by, request_key);
create index question_resident on question (resident, asked_at);
create index question_open on question (due_at) where state in ('routed', 'claimed');
create index question_village on question (village, state);
create index question_into on question (merged_into) where merged_into is not null;
create index question_untold on question (asked_at) where told_at is null and resident is not null;

-- What was done to a question, by whom (null: the clock).
create table question_step (
    seq      bigint generated always as identity primary key,
    question text not null collate "C" references question (id) on delete cascade,
    at       timestamptz not null,
    step     text not null,
    staff    bigint references staff (id),
    region   text not null collate "C",
    note     text not null default ''
);
create index question_step_question on question_step (question, seq);
