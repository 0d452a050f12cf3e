-- What an upload brought is looked for by its name among all versions, live or old, and among items.
create function version_media(content jsonb) returns text[] language sql immutable parallel safe as $$
    select array_remove(array[content->>'media', content->>'poster', content->>'audio'], null)
$$;
create index item_version_media on item_version using gin (version_media(content));
create index item_media on item using gin (array_remove(array[media, poster, audio], null));
