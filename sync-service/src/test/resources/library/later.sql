ALTER TABLE library.books ADD COLUMN authors jsonb, ADD COLUMN shelf text;
ALTER TABLE library.books ADD COLUMN subtitle text, ADD COLUMN rating integer;
ALTER TABLE library.shelves ADD COLUMN label text;
