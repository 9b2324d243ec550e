-- The school's tables in PostgreSQL. The tenant is the first column of each primary and foreign key and of each
-- index, so that two schools never share anything. No cascades: each row is deleted by the record that owns it.
CREATE SCHEMA IF NOT EXISTS school;

CREATE TABLE IF NOT EXISTS school.users (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'teacher', 'student')),
  avatar_url text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX IF NOT EXISTS users_email ON school.users (tenant, email);

CREATE TABLE IF NOT EXISTS school.classrooms (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  building text,
  floor integer,
  capacity integer CHECK (capacity >= 0),
  equipment jsonb,
  status text NOT NULL CHECK (status IN ('available', 'maintenance', 'closed')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS school.teachers (
  tenant text NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  phone text,
  subjects jsonb,
  qualification text,
  status text NOT NULL CHECK (status IN ('active', 'inactive', 'on_leave')),
  hire_date date,
  hourly_rate numeric(10,2) CHECK (hourly_rate >= 0),
  address text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, user_id) REFERENCES school.users (tenant, id)
);
CREATE INDEX IF NOT EXISTS teachers_user ON school.teachers (tenant, user_id);

CREATE TABLE IF NOT EXISTS school.classes (
  tenant text NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text,
  subject text,
  level text,
  teacher_id uuid,
  classroom_id uuid,
  capacity integer CHECK (capacity >= 0),
  schedule jsonb,
  start_date date,
  end_date date,
  monthly_fee numeric(10,2) CHECK (monthly_fee >= 0),
  status text NOT NULL CHECK (status IN ('active', 'inactive', 'completed')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id),
  FOREIGN KEY (tenant, classroom_id) REFERENCES school.classrooms (tenant, id)
);
CREATE INDEX IF NOT EXISTS classes_teacher ON school.classes (tenant, teacher_id);
CREATE INDEX IF NOT EXISTS classes_classroom ON school.classes (tenant, classroom_id);

CREATE TABLE IF NOT EXISTS school.students (
  tenant text NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  phone text,
  class_id uuid,
  status text NOT NULL CHECK (status IN ('active', 'inactive', 'suspended', 'graduated')),
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
  gpa numeric(4,2) CHECK (gpa >= 0),
  enrollment_date date,
  has_discount boolean NOT NULL,
  discount_type text CHECK (discount_type IN ('percentage', 'fixed')),
  discount_amount numeric(10,2) CHECK (discount_amount >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, user_id) REFERENCES school.users (tenant, id),
  FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id)
);
CREATE INDEX IF NOT EXISTS students_user ON school.students (tenant, user_id);
CREATE INDEX IF NOT EXISTS students_class ON school.students (tenant, class_id);

CREATE TABLE IF NOT EXISTS school.payment_obligations (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('tuition', 'registration', 'materials', 'lesson', 'other')),
  description text,
  amount numeric(12,2) NOT NULL CHECK (amount >= 0),
  currency text NOT NULL,
  due_date date NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'partial', 'paid', 'overdue', 'cancelled')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id)
);
CREATE INDEX IF NOT EXISTS payment_obligations_student ON school.payment_obligations (tenant, student_id);

CREATE TABLE IF NOT EXISTS school.payments (
  tenant text NOT NULL,
  id uuid NOT NULL,
  obligation_id uuid,
  student_id uuid NOT NULL,
  amount numeric(12,2) NOT NULL CHECK (amount >= 0),
  currency text NOT NULL,
  method text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'other')),
  paid_at timestamptz NOT NULL,
  receipt_number text,
  notes text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, obligation_id) REFERENCES school.payment_obligations (tenant, id),
  FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id)
);
CREATE INDEX IF NOT EXISTS payments_obligation ON school.payments (tenant, obligation_id);
CREATE INDEX IF NOT EXISTS payments_student ON school.payments (tenant, student_id);

CREATE TABLE IF NOT EXISTS school.attendance (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid NOT NULL,
  class_id uuid NOT NULL,
  date date NOT NULL,
  status text NOT NULL CHECK (status IN ('present', 'absent', 'late', 'excused')),
  arrival_time time,
  notes text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id)
);
CREATE INDEX IF NOT EXISTS attendance_student ON school.attendance (tenant, student_id);
CREATE INDEX IF NOT EXISTS attendance_class ON school.attendance (tenant, class_id, date);

CREATE TABLE IF NOT EXISTS school.grades (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid NOT NULL,
  class_id uuid NOT NULL,
  teacher_id uuid,
  title text NOT NULL,
  type text CHECK (type IN ('exam', 'quiz', 'homework', 'project', 'oral')),
  score numeric(6,2) NOT NULL CHECK (score >= 0),
  max_score numeric(6,2) NOT NULL CHECK (max_score >= 0),
  weight numeric(5,2) CHECK (weight >= 0),
  graded_on date NOT NULL,
  comments text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  FOREIGN KEY (tenant, class_id) REFERENCES school.classes (tenant, id),
  FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id)
);
CREATE INDEX IF NOT EXISTS grades_student ON school.grades (tenant, student_id);
CREATE INDEX IF NOT EXISTS grades_class ON school.grades (tenant, class_id);
CREATE INDEX IF NOT EXISTS grades_teacher ON school.grades (tenant, teacher_id);

CREATE TABLE IF NOT EXISTS school.private_lessons (
  tenant text NOT NULL,
  id uuid NOT NULL,
  student_id uuid NOT NULL,
  teacher_id uuid NOT NULL,
  classroom_id uuid,
  subject text,
  starts_at timestamptz NOT NULL,
  duration_minutes integer NOT NULL CHECK (duration_minutes > 0),
  price numeric(10,2) CHECK (price >= 0),
  status text NOT NULL CHECK (status IN ('scheduled', 'completed', 'cancelled', 'no_show')),
  notes text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, student_id) REFERENCES school.students (tenant, id),
  FOREIGN KEY (tenant, teacher_id) REFERENCES school.teachers (tenant, id),
  FOREIGN KEY (tenant, classroom_id) REFERENCES school.classrooms (tenant, id)
);
CREATE INDEX IF NOT EXISTS private_lessons_student ON school.private_lessons (tenant, student_id);
CREATE INDEX IF NOT EXISTS private_lessons_teacher ON school.private_lessons (tenant, teacher_id, starts_at);
CREATE INDEX IF NOT EXISTS private_lessons_classroom ON school.private_lessons (tenant, classroom_id);
