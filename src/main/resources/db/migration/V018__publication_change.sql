-- What goes out, is held or is taken back on one node reaches the people of all (see V017).
create trigger publication_added after insert on publication referencing new table as changed for each statement
    execute function note_changes('publications', 'seq');
create trigger publication_changed after update on publication referencing new table as changed for each statement
    execute function note_changes('publications', 'seq');
create trigger personal_publication_added after insert on personal_publication referencing new table as changed for each statement
    execute function note_changes('publications', 'seq');
