-- Texts that look like a claim and do not make it: what its verdict must not be given on.
alter table claim add column unlike text[] not null default '{}';
