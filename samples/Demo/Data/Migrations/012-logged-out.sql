-- Who logs out has nothing to be sent any more: what is complete goes with the session then, too, at whichever moment it became so. Where a session ends otherwise,
-- a page may have it among what waits, to be sent when its user has logged in again.
alter table sessions add column logged_out integer not null default 0;

drop index unfinished_files_by_session;

create index files_by_session on files (session);

create trigger unsent_files_of_session after update of logged_out on sessions when new.logged_out = 1 begin
  delete from files where session = new.id and not exists (select 1 from messages where file_id = files.id);
end;
