create table accounts (
  id text not null primary key,
  email text not null unique collate nocase,
  name text not null,
  kind text not null check (kind in ('student', 'psychiatrist')),
  password_hash text not null,
  created_at integer not null
) without rowid;

create table sessions (
  id text not null primary key,
  account_id text not null references accounts (id) on delete cascade,
  created_at integer not null
) without rowid;

create index sessions_by_account on sessions (account_id);
