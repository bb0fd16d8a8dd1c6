create table if not exists stock (
	sku varchar(32) primary key,
	initial integer not null,
	available integer not null check (available >= 0)
);
create table if not exists reservation (
	order_id varchar(64) primary key,
	sku varchar(32) not null,
	quantity integer not null,
	outcome varchar(16) not null,
	reason varchar(255)
);
