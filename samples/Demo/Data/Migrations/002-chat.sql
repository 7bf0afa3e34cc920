create table contacts (
  account_id text not null references accounts (id) on delete cascade,
  contact_id text not null references accounts (id) on delete cascade,
  since integer not null,
  primary key (account_id, contact_id)
) without rowid;

create table rooms (
  name text not null primary key,
  kind text not null check (kind in ('direct', 'group')),
  title text,
  created_by text not null references accounts (id),
  temporary_id text,
  created_at integer not null,
  unique (created_by, temporary_id)
) without rowid;

-- delivered and read are the last message that reached, and was seen by, the member. Messages up to visible_from are older than the membership.
create table members (
  room text not null references rooms (name) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  visible_from integer not null default 0,
  delivered integer not null default 0,
  read integer not null default 0,
  joined_at integer not null,
  primary key (room, account_id)
) without rowid;

create index members_by_account on members (account_id);

create table files (
  id text not null primary key,
  room text not null references rooms (name),
  owner text not null references accounts (id),
  temporary_id text not null,
  name text not null,
  type text not null,
  size integer not null,
  received integer not null default 0,
  ready integer not null default 0,
  touched_at integer not null,
  unique (owner, temporary_id)
) without rowid;

-- version grows with each change of any message: who knows all up to one asks for those after it.
create table messages (
  id integer primary key autoincrement,
  room text not null references rooms (name),
  sender text not null references accounts (id),
  temporary_id text not null,
  text text not null,
  file_id text unique references files (id) on delete set null,
  sent_at integer not null,
  deleted_at integer,
  version integer not null unique,
  unique (sender, temporary_id)
);

create index messages_by_room on messages (room, id);
create index messages_by_room_version on messages (room, version);

-- The words of messages, for the search; the text itself is not stored twice.
create virtual table message_words using fts5 (
  text, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

create trigger message_words_of_new after insert on messages begin
  insert into message_words (rowid, text) values (new.id, new.text);
end;

create trigger message_words_of_changed after update of text on messages begin
  insert into message_words (message_words, rowid, text) values ('delete', old.id, old.text);
  insert into message_words (rowid, text) values (new.id, new.text);
end;
