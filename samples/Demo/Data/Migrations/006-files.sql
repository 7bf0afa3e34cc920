-- What was taken out of files and is on the disk still: it goes from here when it is gone from there.
create table removed_files (
  id text not null primary key,
  size integer not null
) without rowid;

-- How much each owner has of files, and '' everybody together, what is still on the disk included. Kept by the database itself, so that who writes knows.
create table file_usage (
  owner text not null primary key,
  files integer not null,
  bytes integer not null
) without rowid;

insert into file_usage select owner, count(*), sum(size) from files group by owner;
insert into file_usage select '', count(*), coalesce(sum(size), 0) from files;

create trigger file_usage_of_new after insert on files begin
  insert into file_usage values (new.owner, 1, new.size), ('', 1, new.size)
  on conflict (owner) do update set files = files + 1, bytes = bytes + excluded.bytes;
end;

create trigger file_usage_of_removed after delete on files begin
  update file_usage set files = files - 1, bytes = bytes - old.size where owner = old.owner;
  insert into removed_files values (old.id, old.size);
end;

create trigger file_usage_of_gone after delete on removed_files begin
  update file_usage set files = files - 1, bytes = bytes - old.size where owner = '';
end;
