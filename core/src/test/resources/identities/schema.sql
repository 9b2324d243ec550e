CREATE SCHEMA lab;
CREATE TABLE lab.rooms (tenant text, id uuid, name text, PRIMARY KEY (tenant, id));
CREATE TABLE lab.devices (id uuid PRIMARY KEY, room_id uuid, label text);
CREATE TABLE lab.notes (tenant text, id uuid, note text, PRIMARY KEY (tenant, id));
CREATE TABLE lab.tasks (
  org text, id uuid, note_id uuid NOT NULL, title text, parent_id uuid, room_id uuid, device_id uuid,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, note_id) REFERENCES lab.notes,
  FOREIGN KEY (org, parent_id) REFERENCES lab.tasks,
  FOREIGN KEY (org, room_id) REFERENCES lab.rooms);
CREATE TABLE lab.steps (
  tenant text, id uuid, task_id uuid NOT NULL, place integer NOT NULL, label text, done boolean, device_id uuid, extra jsonb,
  PRIMARY KEY (tenant, id),
  UNIQUE (tenant, task_id, place),
  FOREIGN KEY (tenant, task_id) REFERENCES lab.tasks,
  FOREIGN KEY (device_id) REFERENCES lab.devices);
CREATE TABLE lab.tags (
  tenant text, id uuid, place integer NOT NULL, task_id uuid NOT NULL, tag text,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, task_id) REFERENCES lab.tasks);
CREATE INDEX ON lab.tags (tenant, task_id);
CREATE TABLE lab.counters (id uuid PRIMARY KEY, amount integer, task_id uuid, owner_id uuid);
CREATE TABLE lab.bookings (tenant text, id uuid, room_id uuid, day date, slot text, guest uuid, PRIMARY KEY (tenant, id));
CREATE TABLE lab.visits (id uuid PRIMARY KEY, task_id uuid, number bigint, booking_id uuid, preference_id uuid);
CREATE TABLE lab.marks (
  id uuid PRIMARY KEY, place integer NOT NULL, visit_id uuid NOT NULL REFERENCES lab.visits, mark integer);
CREATE TABLE lab.settings (tenant text, id uuid, theme text, PRIMARY KEY (tenant, id));
CREATE TABLE lab.preferences (tenant text, id uuid, volume integer, PRIMARY KEY (tenant, id));
