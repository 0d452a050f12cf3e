-- What other nodes must know of, written by the transaction that changed it, whoever that is: a request, a command, somebody at a prompt.
-- Nodes read on by `xid`: what their last snapshot did not see and the present one does (store.Changes). An empty key means the whole room.
create table change (
    xid  xid8 not null default pg_current_xact_id(),
    room text not null collate "C",
    key  text not null collate "C",
    at   timestamptz not null default now()
);
create index change_xid on change (xid);
create index change_at on change (at);

-- The highest of those that were swept: who read on from before it has missed something.
create table change_swept (xid xid8 not null);
insert into change_swept values ('0');

-- Notes the rows of a statement under the room and the column that are its arguments; many at once are the whole room.
create function note_changes() returns trigger language plpgsql as $$
begin
    execute format(
        'with noted as (select distinct %1$I::text as key from changed limit 1001), many as (select count(*) > 1000 as yes from noted)'
        ' insert into change (room, key) select %2$L, key from noted, many where not yes union all select %2$L, '''' from many where yes',
        tg_argv[1], tg_argv[0]);
    return null;
end
$$;

create trigger item_added after insert on item referencing new table as changed for each statement
    execute function note_changes('items', 'id');
create trigger item_changed after update on item referencing new table as changed for each statement
    execute function note_changes('items', 'id');
create trigger resident_added after insert on resident referencing new table as changed for each statement
    execute function note_changes('residents', 'id');
create trigger resident_changed after update on resident referencing new table as changed for each statement
    execute function note_changes('residents', 'id');
create trigger resident_erased after delete on resident referencing old table as changed for each statement
    execute function note_changes('residents', 'id');
create trigger session_noted after insert on ended_session referencing new table as changed for each statement
    execute function note_changes('sessions', 'id');
create trigger signing_key_added after insert on signing_key referencing new table as changed for each statement
    execute function note_changes('keys', 'id');
create trigger rule_version_added after insert on rule_version referencing new table as changed for each statement
    execute function note_changes('rules', 'scope');
create trigger model_release_added after insert on model_release referencing new table as changed for each statement
    execute function note_changes('releases', 'name');
create trigger bulletin_added after insert on bulletin referencing new table as changed for each statement
    execute function note_changes('bulletins', 'id');
create trigger bulletin_changed after update on bulletin referencing new table as changed for each statement
    execute function note_changes('bulletins', 'id');
