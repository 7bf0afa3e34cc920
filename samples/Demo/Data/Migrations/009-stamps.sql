-- Changes when an account is logged out on its other devices, as after a change of the password: what they knew it by is worth nothing then.
alter table accounts add column stamp text not null default '';
