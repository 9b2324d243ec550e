DROP SCHEMA IF EXISTS library CASCADE;
CREATE SCHEMA library;
CREATE TABLE library.books (
  tenant text, id uuid, title text, author text, PRIMARY KEY (tenant, id)
);
CREATE TABLE library.shelves (tenant text, id uuid, name text, PRIMARY KEY (tenant, id));
CREATE TABLE library.tags (
  tenant text, id uuid, shelf_id uuid, place integer, tag text, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, shelf_id) REFERENCES library.shelves
);
