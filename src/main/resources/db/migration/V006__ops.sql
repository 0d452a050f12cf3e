-- Single facts about this installation: which edition of the bundled divisions is in, what the simulation made.
create table installation (
    name  text primary key,
    value text not null
);
