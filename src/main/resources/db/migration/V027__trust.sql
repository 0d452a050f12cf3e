-- How far the source of a version is trusted before people have looked at it; null for what staff wrote and for content/. What a reviewer gave
-- back goes on with it, a correction is of staff.
alter table item_version add column trust text check (trust in ('official', 'partner', 'open'));
update item_version v set trust = s.trust from source_entry e join source s on s.id = e.source where e.draft = v.item and v.origin = 'feed';
