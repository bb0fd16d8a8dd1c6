create table if not exists orders (
	order_id varchar(64) primary key,
	customer varchar(64) not null,
	sku varchar(32) not null,
	quantity integer not null,
	state varchar(16) not null,
	reason varchar(255),
	published boolean not null,
	accepted_at timestamp with time zone not null,
	decided_at timestamp with time zone
);
create index if not exists orders_unpublished on orders (published, accepted_at);
create index if not exists orders_accepted_at on orders (accepted_at);
