DROP SCHEMA IF EXISTS library CASCADE;
CREATE SCHEMA library;
CREATE TABLE library.books (
  tenant text, id uuid, title text, author text, PRIMARY KEY (tenant, id)
);
CREATE TABLE library.shelves (tenant text, id uuid, name text, PRIMARY KEY (tenant, id));
