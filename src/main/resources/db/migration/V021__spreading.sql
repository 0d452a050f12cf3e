-- A delivery that is being made now, until its lease ends. What takes back, or replaces, what is on its way to a receiver waits for it, so that
-- the two arrive in their order.
alter table delivery add under_way boolean not null default false;
create index alarm_topic on alarm (topic, seq);

-- Where the resident of a browser lives, so that what is for a village looks at the browsers of that village and at no others.
alter table webpush_subscription add village bigint;
update webpush_subscription s set village = r.village from resident r where r.id = s.resident;
alter table webpush_subscription alter village set not null;
create index webpush_subscription_village on webpush_subscription (village, id);

-- The lock keeps the resident from moving until the row can be seen by whoever moves them.
create function place_subscription() returns trigger language plpgsql as $$
begin
    select village into new.village from resident where id = new.resident for share;
    return new;
end
$$;
create trigger webpush_subscription_placed before insert on webpush_subscription for each row execute function place_subscription();

create function move_subscriptions() returns trigger language plpgsql as $$
begin
    update webpush_subscription set village = new.village where resident = new.id;
    return null;
end
$$;
create trigger resident_moved after update of village on resident for each row when (old.village <> new.village)
    execute function move_subscriptions();

-- Subscriptions are spread over in the order of their villages: the mark is a village and a subscription.
alter table outbox_plan add after_village bigint not null default 0;
alter table alarm_plan add after_village bigint not null default 0;
