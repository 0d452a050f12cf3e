-- Accounts are managed in the console too. A password that an administrator gave opens nothing until its owner has chosen one; a session
-- says when it was last used.
alter table staff add column password_temporary boolean not null default false;
alter table session add column used_at timestamptz not null default now();
