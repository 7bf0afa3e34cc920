-- What the request said that an idempotency key came with: the same key with something else is a mistake. Requests of older versions have none.
alter table orders add column request_hash blob;
