-- What the blueprint "school" adds to its tables once the move is done. Look at it and run it
-- yourself: Crossfade never does. Where tables are large, make the indexes CONCURRENTLY.
CREATE INDEX IF NOT EXISTS users_tenant_email_idx ON school.users (tenant, email);
CREATE INDEX IF NOT EXISTS attendance_tenant_class_id_date_idx ON school.attendance (tenant, class_id, date);
CREATE INDEX IF NOT EXISTS private_lessons_tenant_teacher_id_starts_at_idx ON school.private_lessons (tenant, teacher_id, starts_at);
ALTER TABLE school.users ADD CONSTRAINT users_role_check CHECK (role IN ('admin', 'teacher', 'student'));
ALTER TABLE school.classrooms ADD CONSTRAINT classrooms_capacity_check CHECK (capacity >= 0);
ALTER TABLE school.classrooms ADD CONSTRAINT classrooms_status_check CHECK (status IN ('available', 'maintenance', 'closed'));
ALTER TABLE school.teachers ADD CONSTRAINT teachers_status_check CHECK (status IN ('active', 'inactive', 'on_leave'));
ALTER TABLE school.teachers ADD CONSTRAINT teachers_hourly_rate_check CHECK (hourly_rate >= 0);
ALTER TABLE school.classes ADD CONSTRAINT classes_capacity_check CHECK (capacity >= 0);
ALTER TABLE school.classes ADD CONSTRAINT classes_monthly_fee_check CHECK (monthly_fee >= 0);
ALTER TABLE school.classes ADD CONSTRAINT classes_status_check CHECK (status IN ('active', 'inactive', 'completed'));
ALTER TABLE school.students ADD CONSTRAINT students_status_check CHECK (status IN ('active', 'inactive', 'suspended', 'graduated'));
ALTER TABLE school.students ADD CONSTRAINT students_gpa_check CHECK (gpa >= 0);
ALTER TABLE school.students ADD CONSTRAINT students_discount_type_check CHECK (discount_type IN ('percentage', 'fixed'));
ALTER TABLE school.students ADD CONSTRAINT students_discount_amount_check CHECK (discount_amount >= 0);
ALTER TABLE school.payment_obligations ADD CONSTRAINT payment_obligations_type_check CHECK (type IN ('tuition', 'registration', 'materials', 'lesson', 'other'));
ALTER TABLE school.payment_obligations ADD CONSTRAINT payment_obligations_amount_check CHECK (amount >= 0);
ALTER TABLE school.payment_obligations ADD CONSTRAINT payment_obligations_status_check CHECK (status IN ('pending', 'partial', 'paid', 'overdue', 'cancelled'));
ALTER TABLE school.payments ADD CONSTRAINT payments_amount_check CHECK (amount >= 0);
ALTER TABLE school.payments ADD CONSTRAINT payments_method_check CHECK (method IN ('cash', 'card', 'transfer', 'other'));
ALTER TABLE school.attendance ADD CONSTRAINT attendance_status_check CHECK (status IN ('present', 'absent', 'late', 'excused'));
ALTER TABLE school.grades ADD CONSTRAINT grades_type_check CHECK (type IN ('exam', 'quiz', 'homework', 'project', 'oral'));
ALTER TABLE school.grades ADD CONSTRAINT grades_score_check CHECK (score >= 0);
ALTER TABLE school.grades ADD CONSTRAINT grades_max_score_check CHECK (max_score >= 0);
ALTER TABLE school.grades ADD CONSTRAINT grades_weight_check CHECK (weight >= 0);
ALTER TABLE school.private_lessons ADD CONSTRAINT private_lessons_duration_minutes_check CHECK (duration_minutes > 0);
ALTER TABLE school.private_lessons ADD CONSTRAINT private_lessons_price_check CHECK (price >= 0);
ALTER TABLE school.private_lessons ADD CONSTRAINT private_lessons_status_check CHECK (status IN ('scheduled', 'completed', 'cancelled', 'no_show'));
ALTER TABLE school.users
  ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN email SET NOT NULL,
  ALTER COLUMN role SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.classrooms
  ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.teachers
  ALTER COLUMN user_id SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.classes
  ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.students
  ALTER COLUMN user_id SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN has_discount SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.payment_obligations
  ALTER COLUMN student_id SET NOT NULL,
  ALTER COLUMN type SET NOT NULL,
  ALTER COLUMN amount SET NOT NULL,
  ALTER COLUMN currency SET NOT NULL,
  ALTER COLUMN due_date SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.payments
  ALTER COLUMN student_id SET NOT NULL,
  ALTER COLUMN amount SET NOT NULL,
  ALTER COLUMN currency SET NOT NULL,
  ALTER COLUMN method SET NOT NULL,
  ALTER COLUMN paid_at SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.attendance
  ALTER COLUMN student_id SET NOT NULL,
  ALTER COLUMN class_id SET NOT NULL,
  ALTER COLUMN date SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.grades
  ALTER COLUMN student_id SET NOT NULL,
  ALTER COLUMN class_id SET NOT NULL,
  ALTER COLUMN title SET NOT NULL,
  ALTER COLUMN score SET NOT NULL,
  ALTER COLUMN max_score SET NOT NULL,
  ALTER COLUMN graded_on SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE school.private_lessons
  ALTER COLUMN student_id SET NOT NULL,
  ALTER COLUMN teacher_id SET NOT NULL,
  ALTER COLUMN starts_at SET NOT NULL,
  ALTER COLUMN duration_minutes SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET NOT NULL;
