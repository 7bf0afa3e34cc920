-- When a session lapses, if nobody uses it. Those from before are given a time by the first sweep.
alter table sessions add column expires_at integer;

create index sessions_by_expiry on sessions (expires_at);

-- Rooms that the last member has left, and when a sweep first saw that.
create table abandoned_rooms (
  room text not null primary key references rooms (name) on delete cascade,
  since integer
) without rowid;

insert into abandoned_rooms (room) select name from rooms where not exists (select 1 from members where room = name);

create trigger room_left_by_the_last after delete on members
when not exists (select 1 from members where room = old.room) and exists (select 1 from rooms where name = old.room) begin
  insert or ignore into abandoned_rooms (room) values (old.room);
end;

create trigger room_entered_again after insert on members begin
  delete from abandoned_rooms where room = new.room;
end;

create index files_by_room on files (room);
