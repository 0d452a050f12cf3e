-- Recordings and posters come in pieces as videos do; they become names that drafts hold, not drafts.
alter table film_upload add column use text not null default 'video' check (use in ('video', 'recording', 'poster'));
alter table film_upload drop constraint film_upload_check2;
alter table film_upload add constraint film_upload_done check ((state = 'done') = (media is not null));
alter table film_upload add constraint film_upload_drafted check ((state = 'done' and use = 'video') = (draft is not null));

-- A version says which recording it goes out with and, by digest, which text that reads. What is out with one was given it by an import,
-- when no version said so; neither did the corrections of it that are being written, and those that read the same keep it.
alter table item_version disable trigger item_version_guarded;
update item_version v set content = v.content || jsonb_build_object('audio', i.audio,
        'audioText', left(encode(sha256(convert_to(live.content->>'text', 'UTF8')), 'hex'), 40))
    from item i join item_version live on live.item = i.id and live.number = i.version
    where i.audio is not null and v.item = i.id
        and (v.number = i.version or v.corrects = i.version and v.state in ('draft', 'first', 'second', 'final'));
alter table item_version enable trigger item_version_guarded;

-- All items that a campaign is to send, those of its arms too, so that the campaigns of an item are found however many there are.
create function campaign_sends(items text[], plan jsonb) returns text[] language sql immutable parallel safe as $$
    select items || array(select item from jsonb_array_elements(coalesce(plan->'arms', '[]'::jsonb)) arm,
        jsonb_array_elements_text(arm->'items') item)
$$;
create index campaign_item on campaign using gin (campaign_sends(items, plan));
