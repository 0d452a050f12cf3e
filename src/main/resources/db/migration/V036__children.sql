-- A resident under 14 is known by the least until a guardian consents. What proves the consent is the guardian's phone, kept as the keyed hash
-- by which phones are found (V002), the version of the text, and when.
alter table resident
    add column guardian_hash    bytea,
    add column guardian_version text,
    add column guardian_at      timestamptz,
    add constraint resident_guardian_whole check (num_nulls(guardian_hash, guardian_version, guardian_at) in (0, 3));
create index resident_guardian on resident (guardian_hash) where guardian_hash is not null;

-- Whoever is emptied gets another salt: what was counted of them stays under numbers that lead to nobody,
-- as after an erasure (V013, V034).
create function part_services() returns trigger language plpgsql as $$
begin
    update service set person = -seq, commitment = sha256(old.salt || int8send(person) || int8send(seq)) where person = old.id;
    delete from outreach_person where person = old.id;
    return new;
end
$$;
create trigger resident_emptied before update of salt on resident for each row when (old.salt <> new.salt) execute function part_services();

-- The recording of an item that was read out: a name under /media/.
alter table item add column audio text;
