-- What a resident wishes of pushes holds on all nodes (see V017). The version tells of two states of a row which is the later one.
alter table push_settings add version bigint not null default 0;
drop index push_settings_changed;
create trigger push_settings_added after insert on push_settings referencing new table as changed for each statement
    execute function note_changes('settings', 'resident');
create trigger push_settings_changed after update on push_settings referencing new table as changed for each statement
    execute function note_changes('settings', 'resident');
create trigger push_settings_gone after delete on push_settings referencing old table as changed for each statement
    execute function note_changes('settings', 'resident');
