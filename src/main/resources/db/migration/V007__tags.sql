-- Topics that a resident deleted from the tags about them: never used again until the resident states them as an interest anew.
alter table resident add column deleted_topics text[] not null default '{}';
