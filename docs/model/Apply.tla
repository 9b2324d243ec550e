------------------------------- MODULE Apply -------------------------------
(* From the log to PostgreSQL: workers that take the partition from each    *)
(* other, batches of one transaction each, writes that PostgreSQL refuses.  *)
(*                                                                          *)
(* The log grows by any events, in any order, again and again: more than    *)
(* Capture can bring about. That a worker has lost its partition nobody     *)
(* tells it: Kafka's group is no fence here, only the position row is.      *)
EXTENDS Decider

CONSTANTS
  Events,     \* what may be appended
  MaxLog,
  Workers,
  MaxFaults,  \* crashes, frozen sessions, lost answers, databases set back
  ParentOf,   \* the record that a record refers to, or itself where it refers to none
  TooWide     \* contents that no column takes until it is made wider

VARIABLES
  log,
  db,      \* PostgreSQL as committed: see Empty
  locked,  \* by whom the position row is, in an open transaction; "nobody"
  worker,  \* of each: where it is, the offset it believes in, the end of its batch, what its transaction has read
  wide,    \* whether the column has been made wider
  backup,  \* a copy of the database
  faults

vars == <<log, db, locked, worker, wide, backup, faults>>

NotParked == [val |-> Absent, at |-> 0]

\* The position row, the decided states, the users' rows, the writes that wait, and the journal:
\* a row for each event in the transaction that decides it (ADR 0014).
Empty == [pos     |-> 0,
          decided |-> Nothing,
          rows    |-> [r \in Records |-> Absent],
          parked  |-> [r \in Records |-> NotParked],
          journal |-> <<>>]

Idle == [at |-> "away", next |-> 0, upto |-> 0, read |-> Empty]

Init ==
  /\ log = <<>> /\ db = Empty /\ backup = Empty
  /\ locked = "nobody"
  /\ worker = [w \in Workers |-> Idle]
  /\ wide = FALSE
  /\ faults = 0

-----------------------------------------------------------------------------
(* Rows: what PostgreSQL refuses, and what follows when it no longer does *)

Children(r) == {c \in Records \ {r} : ParentOf[c] = r}

\* Why a content cannot be written over these rows, "none" when it can.
Refusal(rows, r, v) ==
  CASE v \in TooWide /\ ~wide                                                        -> "value-does-not-fit"
    [] v # Absent /\ ParentOf[r] # r /\ rows[ParentOf[r]] = Absent                   -> "missing-reference"
    [] v = Absent /\ rows[r] # Absent /\ \E c \in Children(r) : rows[c] # Absent     -> "still-referenced"
    [] OTHER                                                                         -> "none"

WriteOne(d, r, v, at) ==
  IF Refusal(d.rows, r, v) = "none"
  THEN [d EXCEPT !.rows[r] = v,
                 !.parked[r] = IF Broken = "a later state leaves the waiting write" THEN @ ELSE NotParked]
  ELSE [d EXCEPT !.parked[r] = [val |-> v, at |-> at]]  \* in the place of what waited

\* In the same transaction, whatever waited for that: a child for its parent, a parent's delete for
\* its last child. One may free the next.
RECURSIVE Free(_)
Free(d) ==
  LET freed == {r \in Records : d.parked[r] # NotParked /\ Refusal(d.rows, r, d.parked[r].val) = "none"}
  IN IF freed = {} \/ Broken = "a row that comes frees nobody" THEN d
     ELSE LET r == CHOOSE r \in freed : TRUE
          IN Free([d EXCEPT !.rows[r] = d.parked[r].val, !.parked[r] = NotParked])

\* Decide first, write second: the decision stands whatever becomes of the row.
ApplyOne(d, i) ==
  LET e       == log[i]
      step    == Decide(d.decided, e, i)
      moves   == step.outcome = "applied"
      refused == moves /\ Refusal(d.rows, e.rec, step.states.rec[e.rec].val) # "none"
      decided == IF refused /\ Broken = "a refused write takes its decision back" THEN d.decided ELSE step.states
      moved   == [d EXCEPT !.decided = decided, !.journal = Append(@, i)]
  IN IF moves THEN Free(WriteOne(moved, e.rec, step.states.rec[e.rec].val, i)) ELSE moved

RECURSIVE ApplyBatch(_, _, _)
ApplyBatch(d, next, upto) == IF next = upto THEN d ELSE ApplyBatch(ApplyOne(d, next + 1), next + 1, upto)

-----------------------------------------------------------------------------
(* Steps *)

AppendToLog ==
  /\ Len(log) < MaxLog
  /\ \E e \in Events : log' = Append(log, e)
  /\ UNCHANGED <<db, locked, worker, wide, backup, faults>>

\* The group gives the partition to w, who reads the position row. Whoever had it goes on believing so.
Assign(w) ==
  /\ worker[w].at = "away"
  /\ worker' = [worker EXCEPT ![w] = [Idle EXCEPT !.at = "ready", !.next = db.pos]]
  /\ UNCHANGED <<log, db, locked, wide, backup, faults>>

\* A transaction begins with the fence: the row must say what w believes, and stays locked. So what is
\* read afterwards cannot change under it. If it says something else, w goes on from there.
Begin(w) ==
  /\ worker[w].at = "ready" /\ worker[w].next < Len(log)
  /\ IF Broken = "no fence"
     THEN /\ \E upto \in (worker[w].next + 1)..Len(log) :
               worker' = [worker EXCEPT ![w].at = "open", ![w].upto = upto, ![w].read = db]
          /\ UNCHANGED locked
     ELSE /\ locked = "nobody"
          /\ IF db.pos = worker[w].next
             THEN /\ locked' = w
                  /\ \E upto \in (worker[w].next + 1)..Len(log) :
                       worker' = [worker EXCEPT ![w].at = "open", ![w].upto = upto, ![w].read = db]
             ELSE /\ worker' = [worker EXCEPT ![w].next = db.pos]
                  /\ UNCHANGED locked
  /\ UNCHANGED <<log, db, wide, backup, faults>>

\* A worker with nothing to do looks at the row, too: else a database that was set back would stay so
\* until something is written.
Seek(w) ==
  /\ Broken # "an idle worker does not look"
  /\ worker[w].at = "ready" /\ worker[w].next > db.pos /\ locked = "nobody"
  /\ worker' = [worker EXCEPT ![w].next = db.pos]
  /\ UNCHANGED <<log, db, locked, wide, backup, faults>>

Outside == Broken = "the offset lies outside the transaction"

\* COMMIT. Its answer may be lost: then w does not know, and the fence of its next transaction tells.
Commit(w) ==
  /\ worker[w].at = "open"
  /\ LET done == ApplyBatch(worker[w].read, worker[w].next, worker[w].upto)
     IN db' = [done EXCEPT !.pos = IF Outside THEN @ ELSE worker[w].upto]
  /\ locked' = "nobody"
  /\ \/ /\ worker' = [worker EXCEPT ![w].at = IF Outside THEN "written" ELSE "ready", ![w].next = worker[w].upto,
                                    ![w].upto = 0, ![w].read = Empty]
        /\ UNCHANGED faults
     \/ /\ faults < MaxFaults /\ faults' = faults + 1
        /\ worker' = [worker EXCEPT ![w].at = "ready", ![w].upto = 0, ![w].read = Empty]
  /\ UNCHANGED <<log, wide, backup>>

\* Only of the mutant: the offset is stored afterwards.
StoreOffset(w) ==
  /\ worker[w].at = "written"
  /\ db' = [db EXCEPT !.pos = worker[w].next]
  /\ worker' = [worker EXCEPT ![w].at = "ready"]
  /\ UNCHANGED <<log, locked, wide, backup, faults>>

\* A process that is frozen in mid-transaction loses its session, and its lock. It does not know that
\* until it wakes up; its COMMIT is an error then, and it is where it was.
Frozen(w) ==
  /\ worker[w].at = "open" /\ locked = w
  /\ faults < MaxFaults /\ faults' = faults + 1
  /\ locked' = "nobody"
  /\ worker' = [worker EXCEPT ![w] = [@ EXCEPT !.at = "ready", !.upto = 0, !.read = Empty]]
  /\ UNCHANGED <<log, db, wide, backup>>

Crash(w) ==
  /\ worker[w].at # "away"
  /\ faults < MaxFaults /\ faults' = faults + 1
  /\ locked' = IF locked = w THEN "nobody" ELSE locked
  /\ worker' = [worker EXCEPT ![w] = Idle]
  /\ UNCHANGED <<log, db, wide, backup>>

\* Somebody makes the column wider. What waits for that is found by trying again.
Widen ==
  /\ ~wide /\ TooWide # {} /\ wide' = TRUE
  /\ UNCHANGED <<log, db, locked, worker, backup, faults>>

Retry ==
  /\ locked = "nobody" /\ Free(db) # db
  /\ db' = Free(db)
  /\ UNCHANGED <<log, locked, worker, wide, backup, faults>>

\* Operators set the database back to a copy of it; open transactions end. The log says the rest again.
BackUp ==
  /\ MaxFaults > 1 /\ backup = Empty /\ db # Empty /\ backup' = db
  /\ UNCHANGED <<log, db, locked, worker, wide, faults>>
Restore ==
  /\ faults < MaxFaults /\ faults' = faults + 1
  /\ db # backup /\ db' = backup
  /\ locked' = "nobody"
  /\ worker' = [w \in Workers |-> IF worker[w].at = "open" THEN [worker[w] EXCEPT !.at = "ready", !.upto = 0, !.read = Empty] ELSE worker[w]]
  /\ UNCHANGED <<log, wide, backup>>

Next ==
  \/ AppendToLog \/ Widen \/ Retry \/ BackUp \/ Restore
  \/ \E w \in Workers : Assign(w) \/ Begin(w) \/ Seek(w) \/ Commit(w) \/ StoreOffset(w) \/ Frozen(w) \/ Crash(w)

Spec == Init /\ [][Next]_vars

\* Something goes on as long as something can, and somebody makes the column wider. No step of these
\* leads back to where it began, so fairness of all of them together is enough. (It is written out, since
\* TLC takes very long over ENABLED here.) Faults are few: MaxFaults.
Goes == Widen \/ Retry \/ \E w \in Workers : Assign(w) \/ Begin(w) \/ Seek(w) \/ Commit(w)
CanGo ==
  \/ ~wide /\ TooWide # {}
  \/ locked = "nobody" /\ Free(db) # db
  \/ \E w \in Workers : worker[w].at \in {"away", "open"}
  \/ \E w \in Workers : worker[w].at = "ready" /\ locked = "nobody"
                         /\ (worker[w].next < Len(log) \/ (worker[w].next > db.pos /\ Broken # "an idle worker does not look"))
FairSpec == Spec /\ ([]<>(~CanGo) \/ []<><<Goes>>_vars)

Alike == Permutations(Workers)

-----------------------------------------------------------------------------
(* Properties *)

\* 3. No event is decided twice (in the product the journal's key would break).
ExactlyOnce == \A i, j \in 1..Len(db.journal) : i # j => db.journal[i] # db.journal[j]

\* 6. In every state of the database an event is decided exactly when its offset lies below the position.
OffsetAtomicity == Range(db.journal) = 1..db.pos

\* 5, 7. Events are decided in the order of the log, each batch where the one before ended: a worker
\*       that lost the partition has committed nothing.
Fencing == \A i \in 1..Len(db.journal) : db.journal[i] = i

\* 16. What is decided is what any fold of the log says at that position, whatever PostgreSQL refused.
TwoFolds == db.decided = FoldUpTo(log, db.pos)

\* 1, 4. A row is what its record is decided to be, or that state waits: the last one, no older.
FinalForm ==
  \A r \in Records :
    LET state == db.decided.rec[r] IN
    IF db.parked[r] = NotParked THEN db.rows[r] = state.val
    ELSE db.parked[r] = [val |-> state.val, at |-> state.at]

\* 14. Only what is refused waits, and nothing else with it. (What a wider column frees waits for a retry.)
NothingWaitsInVain ==
  \A r \in Records : db.parked[r] # NotParked =>
    \/ Refusal(db.rows, r, db.parked[r].val) # "none"
    \/ wide /\ db.parked[r].val \in TooWide

References == \A r \in Records : db.rows[r] # Absent => db.rows[ParentOf[r]] # Absent

\* 14. When faults have ended, all of the log is applied, and no row waits for more than its references.
Healed ==
  /\ db.pos = Len(log)
  /\ \A r \in Records : db.parked[r] # NotParked => Refusal(db.rows, r, db.parked[r].val) # "none"
  /\ wide \/ TooWide = {}
Liveness == <>[]Healed

-----------------------------------------------------------------------------
Scenarios ==
  LET waits(r, why) == db.parked[r] # NotParked /\ Refusal(db.rows, r, db.parked[r].val) = why IN
  /\ Scenario(1, "two workers believe in the partition, one of them wrongly",
       \E w, z \in Workers : worker[w].at = "ready" /\ worker[z].at = "ready" /\ worker[w].next = db.pos /\ worker[z].next # db.pos)
  /\ Scenario(2, "a batch of several events", \E w \in Workers : worker[w].at = "open" /\ worker[w].upto - worker[w].next > 1)
  /\ Scenario(3, "a child waits for its parent", \E r \in Records : waits(r, "missing-reference"))
  /\ Scenario(4, "a parent's delete waits for its child", \E r \in Records : waits(r, "still-referenced"))
  /\ Scenario(5, "a value does not fit", \E r \in Records : waits(r, "value-does-not-fit"))
  /\ Scenario(6, "a later state takes the place of a waiting one",
       \E r \in Records : db.parked[r] # NotParked /\ \E i \in 1..(db.parked[r].at - 1) : log[i].rec = r /\ Outcome(log, i) = "applied")
  /\ Scenario(7, "a parked write is freed",
       \E c \in Records : ParentOf[c] # c /\ db.rows[c] # Absent /\ db.decided.rec[c].at < db.decided.rec[ParentOf[c]].at)
  /\ Scenario(8, "an event comes again", \E i \in 1..db.pos : Outcome(log, i) = "duplicate")
  /\ Scenario(9, "an answer was lost, and the fence tells", \E w \in Workers : worker[w].at = "ready" /\ worker[w].next < db.pos /\ faults > 0)
  /\ Scenario(10, "the database was set back behind a worker", \E w \in Workers : worker[w].at = "ready" /\ worker[w].next > db.pos)
  /\ Scenario(11, "all of the log is applied after faults", faults = MaxFaults /\ Len(log) = MaxLog /\ Healed)

-----------------------------------------------------------------------------
(* What configurations put in for the constants *)
CONSTANTS a, b, parent, child

OneParent == [r \in Records |-> IF r = child THEN parent ELSE r]
Story == {Put(a, 1, parent, 1), Put(b, 1, child, 3), Put(b, 2, child, 2), Del(a, 2, parent)}
ShortStory == {Put(a, 1, parent, 1), Put(b, 1, child, 3)}
LongStory == Story \union {Del(b, 3, child)}
=============================================================================
