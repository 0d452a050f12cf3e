-- Lots are read by their number and never by what is in them: counting the elements of their arrays took autovacuum seconds a minute.
alter table event_lot
    alter column persons set statistics 0, alter column items set statistics 0, alter column types set statistics 0,
    alter column ats set statistics 0, alter column villages set statistics 0, alter column groups set statistics 0,
    alter column firsts set statistics 0, alter column served set statistics 0, alter column days set statistics 0;
