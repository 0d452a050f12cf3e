-- Sessions that ended before their time, while tokens of theirs may still be out. Every node reads this every few seconds. It is filled
-- however a session ends: by a logout, a closed account, a stolen refresh token, the erasure of its person.
create table ended_session (
    id       uuid primary key,
    ended_at timestamptz not null default now()
);
create index ended_session_at on ended_session (ended_at);

create function note_ended_session() returns trigger language plpgsql as $$
begin
    insert into ended_session (id) values (old.id) on conflict do nothing;
    return null;
end
$$;

create trigger session_ended after delete on session for each row when (old.expires_at > now())
    execute function note_ended_session();
