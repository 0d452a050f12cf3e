-- Campaigns with a plan (schedule, arms, holdout, priority), pauses and withdrawals.
-- draft → submitted → approved → scheduled → running ⇄ paused → done; returned, cancelled, withdrawn.
alter table campaign drop constraint campaign_state_check;
drop index campaign_due;
drop index campaign_over;
alter table campaign add column plan jsonb not null default '{}';
-- When it goes out next; each occurrence is taken by an update that names the one it leaves.
alter table campaign add column next_at timestamptz;
update campaign set state = 'scheduled', next_at = start_at where state = 'approved';
-- a cancellation used to take everything back
update campaign set state = 'withdrawn' where state = 'cancelled' and exists (select from publication p where p.campaign = campaign.id);
alter table campaign add constraint campaign_state_check check (state in
    ('draft', 'submitted', 'returned', 'approved', 'scheduled', 'running', 'paused', 'done', 'cancelled', 'withdrawn'));
create index campaign_due on campaign (next_at) where state in ('scheduled', 'running');
create index campaign_over on campaign (expires_at) where state in ('scheduled', 'running', 'paused');

alter table publication add column lane text not null default 'normal' check (lane in ('personal', 'important', 'normal'));
alter table publication add column sender_code text not null default '' collate "C";
alter table publication add column topic text;
alter table publication add column arm text not null default '';
-- Of 10,000 lots: the persons whose lot for the campaign lies in [lot_from, lot_to); those below lots_held are held out.
alter table publication add column lots_held integer not null default 0;
alter table publication add column lot_from integer not null default 0;
alter table publication add column lot_to integer not null default 10000;
-- Beginnings and ends in turn; an odd number is a pause that has no end.
alter table publication add column pauses timestamptz[] not null default '{}';
-- The place of the last change that is no frame (a pause) in the order of offsets.
alter table publication add column changed_seq bigint;
update publication p set sender_code = (select c.scope from campaign c where c.id = p.campaign), topic = (select i.topic from item i where i.id = p.item);
create index publication_published on publication (published_at);
