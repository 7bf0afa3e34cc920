-- When an account came or went the last time that it was there; nothing for one that never was.
alter table accounts add column last_seen integer;
