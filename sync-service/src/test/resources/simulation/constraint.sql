alter table simulation.students add constraint no_grade_x check (grade <> 'X');
