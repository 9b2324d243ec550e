-- The tables of the blueprint "school", for records of version 1. The tenant comes first in
-- each key, foreign key and index, so that two tenants never share anything. No cascades:
-- each row is deleted by the record that owns it.
CREATE SCHEMA IF NOT EXISTS school;

CREATE TABLE IF NOT EXISTS school.users (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text,
  email text,
  role text,
  avatar_url text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS school.classrooms (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text,
  building text,
  floor integer,
  capacity integer,
  equipment jsonb,
  status text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS school.teachers (
  tenant text NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  phone text,
  subjects jsonb,
  qualification text,
  status text,
  hire_date date,
  hourly_rate numeric(10,2),
  address text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT teachers_tenant_user_id_fkey FOREIGN KEY (tenant, user_id) REFERENCES school.users (tenant, id)
);
CREATE INDEX IF NOT EXISTS teachers_tenant_user_id_idx ON school.teachers (tenant, user_id);

CREATE TABLE IF NOT EXISTS school.classes (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text,
  description text,
  subject text,
  level text,
  teacher_id uuid,
  classroom_id uuid,
  capacity integer,
  schedule jsonb,
  start_date date,
  end_date date,
  monthly_fee numeric(10,2),
  status text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT classes_tenant_teacher_id_fkey FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id),
  CONSTRAINT classes_tenant_classroom_id_fkey FOREIGN KEY (tenant, classroom_id) REFERENCES school.classrooms (tenant, id)
);
CREATE INDEX IF NOT EXISTS classes_tenant_teacher_id_idx ON school.classes (tenant, teacher_id);
CREATE INDEX IF NOT EXISTS classes_tenant_classroom_id_idx ON school.classes (tenant, classroom_id);

CREATE TABLE IF NOT EXISTS school.students (
  tenant text NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  phone text,
  class_id uuid,
  status text,
  join_date date,
  date_of_birth date,
  place_of_birth text,
  address text,
  parent_name text,
  parent_email text,
  parent_phone text,
  emergency_contact_name text,
  emergency_contact_relationship text,
  emergency_contact_phone text,
  academic_level text,
  gpa numeric(4,2),
  enrollment_date date,
  has_discount boolean,
  discount_type text,
  discount_amount numeric(10,2),
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT students_tenant_user_id_fkey FOREIGN KEY (tenant, user_id) REFERENCES school.users (tenant, id),
  CONSTRAINT students_tenant_class_id_fkey FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id)
);
CREATE INDEX IF NOT EXISTS students_tenant_user_id_idx ON school.students (tenant, user_id);
CREATE INDEX IF NOT EXISTS students_tenant_class_id_idx ON school.students (tenant, class_id);

CREATE TABLE IF NOT EXISTS school.payment_obligations (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid,
  type text,
  description text,
  amount numeric(12,2),
  currency text,
  due_date date,
  status text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT payment_obligations_tenant_student_id_fkey FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id)
);
CREATE INDEX IF NOT EXISTS payment_obligations_tenant_student_id_idx ON school.payment_obligations (tenant, student_id);

CREATE TABLE IF NOT EXISTS school.payments (
  tenant text NOT NULL,
  id uuid NOT NULL,
  obligation_id uuid,
  student_id uuid,
  amount numeric(12,2),
  currency text,
  method text,
  paid_at timestamptz,
  receipt_number text,
  notes text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT payments_tenant_obligation_id_fkey FOREIGN KEY (tenant, obligation_id) REFERENCES school.payment_obligations (tenant, id),
  CONSTRAINT payments_tenant_student_id_fkey FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id)
);
CREATE INDEX IF NOT EXISTS payments_tenant_obligation_id_idx ON school.payments (tenant, obligation_id);
CREATE INDEX IF NOT EXISTS payments_tenant_student_id_idx ON school.payments (tenant, student_id);

CREATE TABLE IF NOT EXISTS school.attendance (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid,
  class_id uuid,
  date date,
  status text,
  arrival_time time,
  notes text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT attendance_tenant_student_id_fkey FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  CONSTRAINT attendance_tenant_class_id_fkey FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id)
);
CREATE INDEX IF NOT EXISTS attendance_tenant_student_id_idx ON school.attendance (tenant, student_id);
CREATE INDEX IF NOT EXISTS attendance_tenant_class_id_idx ON school.attendance (tenant, class_id);

CREATE TABLE IF NOT EXISTS school.grades (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid,
  class_id uuid,
  teacher_id uuid,
  title text,
  type text,
  score numeric(6,2),
  max_score numeric(6,2),
  weight numeric(5,2),
  graded_on date,
  comments text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT grades_tenant_student_id_fkey FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  CONSTRAINT grades_tenant_class_id_fkey FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id),
  CONSTRAINT grades_tenant_teacher_id_fkey FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id)
);
CREATE INDEX IF NOT EXISTS grades_tenant_student_id_idx ON school.grades (tenant, student_id);
CREATE INDEX IF NOT EXISTS grades_tenant_class_id_idx ON school.grades (tenant, class_id);
CREATE INDEX IF NOT EXISTS grades_tenant_teacher_id_idx ON school.grades (tenant, teacher_id);

CREATE TABLE IF NOT EXISTS school.private_lessons (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid,
  teacher_id uuid,
  classroom_id uuid,
  subject text,
  starts_at timestamptz,
  duration_minutes integer,
  price numeric(10,2),
  status text,
  notes text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (tenant, id),
  CONSTRAINT private_lessons_tenant_student_id_fkey FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  CONSTRAINT private_lessons_tenant_teacher_id_fkey FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id),
  CONSTRAINT private_lessons_tenant_classroom_id_fkey FOREIGN KEY (tenant, classroom_id) REFERENCES school.classrooms (tenant, id)
);
CREATE INDEX IF NOT EXISTS private_lessons_tenant_student_id_idx ON school.private_lessons (tenant, student_id);
CREATE INDEX IF NOT EXISTS private_lessons_tenant_teacher_id_idx ON school.private_lessons (tenant, teacher_id);
CREATE INDEX IF NOT EXISTS private_lessons_tenant_classroom_id_idx ON school.private_lessons (tenant, classroom_id);
