-- A request goes to an address, whether or not somebody has signed up with it: whoever asks finds out nothing by asking. by_name is set where the other was
-- asked as somebody whom one has talked to, and the address is not to be shown. declined_at hides it from the other alone; 0 is long ago. withdrawn hides it
-- from its sender alone.
create table contact_requests (
  id text not null primary key,
  sender text not null references accounts (id) on delete cascade,
  email text not null collate nocase,
  by_name integer not null default 0,
  sent_at integer not null,
  declined_at integer,
  withdrawn integer not null default 0,
  unique (sender, email)
) without rowid;

create index contact_requests_by_email on contact_requests (email);

create table blocks (
  account_id text not null references accounts (id) on delete cascade,
  blocked_id text not null references accounts (id) on delete cascade,
  since integer not null,
  primary key (account_id, blocked_id)
) without rowid;

-- What the other of two sees of a member's marks while they are not contacts: nothing that came later.
alter table members add column frozen_delivered integer;
alter table members add column frozen_read integer;
