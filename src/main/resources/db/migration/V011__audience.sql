-- Who opened an item, for audiences that ask for it.
create index event_opened on event (item, at, person) where type in ('open', 'play');

-- Whom a publication is for, when its audience asks what residents did: those of the moment when it was made, as a bitmap of ids.
alter table publication add column members bytea;
