insert into stock (sku, initial, available) values
	('SKU-01', 1000, 1000),
	('SKU-02', 1000, 1000),
	('SKU-03', 1000, 1000),
	('SKU-04', 1000, 1000),
	('SKU-05', 1000, 1000),
	('SKU-06', 1000, 1000),
	('SKU-07', 1000, 1000),
	('SKU-08', 1000, 1000),
	('SKU-09', 1000, 1000),
	('SKU-10', 1000, 1000),
	('SCARCE-1', 30, 30),
	('SCARCE-2', 20, 20)
on conflict do nothing;
