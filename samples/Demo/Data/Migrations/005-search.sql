-- A room's number among all that there ever were: short, for the index of words.
create table room_numbers (
  number integer primary key autoincrement,
  room text not null unique references rooms (name) on delete cascade
);

insert into room_numbers (room) select name from rooms;

create trigger number_of_new_room after insert on rooms begin
  insert into room_numbers (room) values (new.name);
end;

-- The words of messages once more, each with the number of its room in front: a search reads what is in the rooms of whoever searches, and nothing else.
-- scoped_words(number, text) is the program's. What is a word it says; that is why all but spaces belongs to words here.
drop trigger message_words_of_new;
drop trigger message_words_of_changed;
drop table message_words;

create virtual table message_words using fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* C* S* P*'"
);

insert into message_words (rowid, text)
select x.id, scoped_words(n.number, x.text) from messages x join room_numbers n on n.room = x.room where x.deleted_at is null order by x.id;

create trigger message_words_of_new after insert on messages begin
  insert into message_words (rowid, text) select new.id, scoped_words(number, new.text) from room_numbers where room = new.room;
end;

create trigger message_words_of_changed after update of text on messages begin
  insert into message_words (message_words, rowid, text) select 'delete', old.id, scoped_words(number, old.text) from room_numbers where room = old.room;
  insert into message_words (rowid, text) select new.id, scoped_words(number, new.text) from room_numbers where room = new.room;
end;

create trigger message_words_of_deleted after delete on messages begin
  insert into message_words (message_words, rowid, text) select 'delete', old.id, scoped_words(number, old.text) from room_numbers where room = old.room;
end;
