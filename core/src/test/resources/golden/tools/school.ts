// The records of the blueprint "school", version 1. Made by: crossfade blueprint types

/** A person who can sign in and is neither student nor teacher, or not yet */
export interface User {
  id: string;
  name: string;
  /** @format email */
  email: string;
  role: "admin" | "teacher" | "student";
  avatar?: string | null;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** A student of the school */
export interface Student {
  id: string;
  name: string;
  /** @format email */
  email: string;
  avatar?: string | null;
  phone?: string;
  classId?: string | null;
  status?: "active" | "inactive" | "suspended" | "graduated";
  /** @format date */
  joinDate?: string;
  /** @format date */
  dateOfBirth?: string;
  placeOfBirth?: string;
  address?: string;
  /** @format email */
  parentEmail?: string;
  parentContact?: string;
  emergencyContact?: {
    name: string;
    relationship?: string;
    phone?: string;
  } | null;
  academicInfo?: {
    level?: string;
    gpa?: number | null;
    /** @format date */
    enrollmentDate?: string | null;
  } | null;
  hasDiscount?: boolean;
  discountType?: "percentage" | "fixed" | null;
  discountAmount?: number | null;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** A teacher of the school */
export interface Teacher {
  id: string;
  name: string;
  /** @format email */
  email: string;
  avatar?: string | null;
  phone?: string;
  subjects?: string[];
  qualification?: string;
  status?: "active" | "inactive" | "on_leave";
  /** @format date */
  hireDate?: string;
  hourlyRate?: number;
  address?: string;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** A class: a group of students with a teacher, a room and a timetable */
export interface Class {
  id: string;
  name: string;
  description?: string;
  subject?: string;
  level?: string;
  teacherId?: string | null;
  classroomId?: string | null;
  /** @type integer */
  capacity?: number;
  schedule?: {
    day: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
    startTime: string;
    endTime: string;
  }[];
  /** @format date */
  startDate?: string;
  /** @format date */
  endDate?: string | null;
  monthlyFee?: number;
  status?: "active" | "inactive" | "completed";
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** A room to teach in */
export interface Classroom {
  id: string;
  name: string;
  building?: string;
  /** @type integer */
  floor?: number;
  /** @type integer */
  capacity?: number;
  equipment?: string[];
  status?: "available" | "maintenance" | "closed";
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** What a student owes */
export interface PaymentObligation {
  id: string;
  studentId: string;
  type: "tuition" | "registration" | "materials" | "lesson" | "other";
  description?: string;
  amount: number;
  currency?: string;
  /** @format date */
  dueDate: string;
  status?: "pending" | "partial" | "paid" | "overdue" | "cancelled";
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** What a student paid, for an obligation or in advance */
export interface Payment {
  id: string;
  obligationId?: string | null;
  studentId: string;
  amount: number;
  currency?: string;
  method: "cash" | "card" | "transfer" | "other";
  /** @format date-time */
  paidAt: string;
  receiptNumber?: string;
  notes?: string;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** Whether a student came to a class on a day */
export interface Attendance {
  id: string;
  studentId: string;
  classId: string;
  /** @format date */
  date: string;
  status: "present" | "absent" | "late" | "excused";
  arrivalTime?: string | null;
  notes?: string;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** What a student achieved */
export interface Grade {
  id: string;
  studentId: string;
  classId: string;
  teacherId?: string | null;
  title: string;
  type?: "exam" | "quiz" | "homework" | "project" | "oral";
  score: number;
  maxScore?: number;
  weight?: number;
  /** @format date */
  gradedOn: string;
  comments?: string;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** A lesson of one student with one teacher */
export interface PrivateLesson {
  id: string;
  studentId: string;
  teacherId: string;
  classroomId?: string | null;
  subject?: string;
  /** @format date-time */
  startsAt: string;
  /** @type integer */
  durationMinutes: number;
  price?: number;
  status?: "scheduled" | "completed" | "cancelled" | "no_show";
  notes?: string;
  /** @format date-time */
  createdAt?: string;
  /** @format date-time */
  updatedAt?: string;
}

/** The type of each domain's records. */
export interface Records {
  users: User;
  students: Student;
  teachers: Teacher;
  classes: Class;
  classrooms: Classroom;
  payment_obligations: PaymentObligation;
  payments: Payment;
  attendance: Attendance;
  grades: Grade;
  private_lessons: PrivateLesson;
}

export type DomainName = keyof Records;
