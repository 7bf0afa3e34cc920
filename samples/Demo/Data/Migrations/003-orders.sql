create table products (
  id text primary key,
  name text not null,
  price integer not null,
  stock integer not null check (stock >= 0)
);

insert into products values
  ('sockeye-fillet', 'Wild sockeye fillet, 400 g', 1890, 60),
  ('smoked-sockeye', 'Cold-smoked sockeye, 200 g', 1450, 40),
  ('chinook-steak', 'Chinook steak, 300 g', 2150, 25),
  ('salmon-roe', 'Salmon roe, 100 g', 2290, 12),
  ('river-box', 'The whole river: a gift box', 5900, 3);

create table stock_moves (
  idempotency_key text primary key,
  product_id text not null references products (id),
  quantity integer not null
);

create table orders (
  number integer primary key autoincrement,
  customer text not null,
  request_key text,
  name text not null,
  email text not null,
  product_id text not null references products (id),
  product_name text not null,
  quantity integer not null,
  total integer not null,
  placed_at text not null,
  unique (customer, request_key)
);

insert into sqlite_sequence (name, seq) values ('orders', 1000);

create table sms_outbox (
  id integer primary key,
  idempotency_key text not null unique,
  recipient text not null,
  text text not null,
  at text not null
);

create table people (
  id integer primary key autoincrement,
  name text not null,
  email text not null,
  birth_date text not null,
  time_zone text not null,
  wished_in integer
);

insert into people (name, email, birth_date, time_zone) values
  ('Ada', 'ada@example.com', '1815-12-10', 'Europe/London'),
  ('Kenji', 'kenji@example.com', '1988-05-01', 'Asia/Tokyo'),
  ('María', 'maria@example.com', '1992-02-29', 'America/Mexico_City');
