-- Who is logged out goes on with no upload: those of a session that are not complete end with it, however it ends. What is complete may wait in a page to be sent.
alter table files add column session text;

create index unfinished_files_by_session on files (session) where ready = 0;

create trigger unfinished_files_of_session after delete on sessions begin
  delete from files where session = old.id and ready = 0;
end;
