-- What a resident read is known on all nodes (see V017), which keep it in memory: the key is the resident and the publications, whose column
-- is the argument. That something only arrived changes no inbox.
create function note_reads() returns trigger language plpgsql as $$
begin
    execute format(
        'with noted as (select resident || '' '' || string_agg(%1$I::text, '','') as key from changed where read_at is not null'
        ' group by resident limit 1001), many as (select count(*) > 1000 as yes from noted)'
        ' insert into change (room, key) select ''inboxes'', key from noted, many where not yes'
        ' union all select ''inboxes'', '''' from many where yes',
        tg_argv[0]);
    return null;
end
$$;

create trigger receipt_read_at_once after insert on receipt referencing new table as changed for each statement
    execute function note_reads('publication');
create trigger receipt_read after update on receipt referencing new table as changed for each statement
    execute function note_reads('publication');
create trigger personal_publication_read after update on personal_publication referencing new table as changed for each statement
    execute function note_reads('seq');
