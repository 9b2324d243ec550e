------------------------------ MODULE Compare ------------------------------
(* The reconciler folds the same log on its own, ahead of PostgreSQL or     *)
(* behind it, and compares while both move (docs/reconciling.md). Somebody  *)
(* changes PostgreSQL by hand now and then; nobody else may be blamed.      *)
(*                                                                          *)
(* One run at a time looks at the partition: position first, then states    *)
(* and rows, in one snapshot. The fold is asked at that position. What      *)
(* differs is suspected, and confirmed where a later look finds the same.   *)
EXTENDS Decider

CONSTANTS
  MaxLog,
  MaxHands,   \* changes by hand
  MaxLooks,   \* looks at a record that goes on differing in other ways: 3 in the product
  MaxTorn,    \* looks that are no snapshot after all, for whatever reason: the second look must make up for it
  MaxLosses   \* times that the fold loses its stores and begins again

VARIABLES
  log,
  db,       \* pos; of each record the decided state, what was noted of the row when it was written, and the row
  fold,     \* it can be asked at any position from floor to end
  run,      \* the comparison: see NoRun
  touched,  \* records that were changed by hand
  hands, torn, losses

vars == <<log, db, fold, run, touched, hands, torn, losses>>

TheSource == CHOOSE s \in Sources : TRUE
ByHand == 99
NoDifference == <<>>

NoRun == [phase |-> "none", look |-> 0, first |-> 0, pos |-> 0, end |-> 0, view |-> <<>>,
          suspects |-> [r \in Records |-> NoDifference], confirmed |-> {}, untold |-> {}, wrong |-> {}]

\* What a decided state's fingerprint is made of: content and the position that it was decided at.
Fingerprint(state) == <<state.val, state.at>>
Said(n) == FoldUpTo(log, n).rec

Init ==
  /\ log = <<>>
  /\ db = [pos |-> 0, decided |-> [r \in Records |-> Fingerprint(NeverThere)],
           noted |-> [r \in Records |-> Absent], rows |-> [r \in Records |-> Absent]]
  /\ fold = [floor |-> 0, end |-> 0]
  /\ run = NoRun
  /\ touched = {} /\ hands = 0 /\ torn = 0 /\ losses = 0

-----------------------------------------------------------------------------
(* What goes on meanwhile. Once a run is done its verdict stands: nothing more is of interest, unless a repair begins another. *)

Running == run.phase # "done"

Grow ==
  /\ Running
  /\ Len(log) < MaxLog
  /\ \E r \in Records, v \in {Len(log) + 1, Absent} :
       LET n == Len(log) + 1
       IN log' = Append(log, IF v = Absent THEN Del(TheSource, n, r) ELSE Put(TheSource, n, r, v))
  /\ UNCHANGED <<db, fold, run, touched, hands, torn, losses>>

\* A batch of one or more. What an event has changed is written; of the rest nothing is looked at.
Sync ==
  /\ Running
  /\ \E upto \in (db.pos + 1)..Len(log) :
       LET changed == {log[i].rec : i \in (db.pos + 1)..upto}
           now(r) == Said(upto)[r]
       IN db' = [pos     |-> upto,
                 decided |-> [r \in Records |-> IF r \in changed THEN Fingerprint(now(r)) ELSE db.decided[r]],
                 noted   |-> [r \in Records |-> IF r \in changed THEN now(r).val ELSE db.noted[r]],
                 rows    |-> [r \in Records |-> IF r \in changed THEN now(r).val ELSE db.rows[r]]]
  /\ UNCHANGED <<log, fold, run, touched, hands, torn, losses>>

\* A row is changed, removed or put there; or a state of ours is.
ChangeByHand(r) ==
  /\ Running
  /\ hands < MaxHands /\ hands' = hands + 1
  /\ touched' = touched \union {r}
  /\ \/ \E v \in {ByHand, Absent} \ {db.rows[r]} : db' = [db EXCEPT !.rows[r] = v]
     \/ db' = [db EXCEPT !.decided[r] = <<ByHand, @[2]>>]
  /\ UNCHANGED <<log, fold, run, torn, losses>>

FoldOn ==
  /\ Running
  /\ fold.end < Len(log) /\ fold' = [fold EXCEPT !.end = @ + 1]
  /\ UNCHANGED <<log, db, run, touched, hands, torn, losses>>
\* What lies below PostgreSQL's position is forgotten, even while a run still asks below it.
Prune ==
  /\ Running
  /\ fold.floor < db.pos /\ fold.floor < fold.end
  /\ fold' = [fold EXCEPT !.floor = IF db.pos < fold.end THEN db.pos ELSE fold.end]
  /\ UNCHANGED <<log, db, run, touched, hands, torn, losses>>
LoseStores ==
  /\ Running
  /\ losses < MaxLosses /\ losses' = losses + 1
  /\ fold.end > 0 /\ fold' = [floor |-> 0, end |-> 0]
  /\ UNCHANGED <<log, db, run, touched, hands, torn>>

-----------------------------------------------------------------------------
(* The run *)

Wrong(r) == db.decided[r] # Fingerprint(Said(db.pos)[r]) \/ db.rows[r] # db.noted[r]
WrongOnes == {r \in Records : Wrong(r)}

\* A second look is another transaction, behind the first one; at the same position only where
\* nothing was appended since.
MayLook ==
  \/ run.phase = "none"
  \/ run.phase = "suspects" /\ (db.pos > run.pos \/ Len(log) = run.end)

Look ==
  /\ MayLook
  /\ \/ /\ run' = [run EXCEPT !.phase = "asks", !.look = @ + 1, !.first = IF run.look = 0 THEN db.pos ELSE @, !.pos = db.pos, !.end = Len(log), !.view = db,
                              !.wrong = IF run.look = 0 THEN WrongOnes ELSE @ \intersect WrongOnes]
        /\ UNCHANGED torn
     \/ /\ torn < MaxTorn /\ torn' = torn + 1
        /\ run' = [run EXCEPT !.phase = "torn", !.look = @ + 1, !.first = IF run.look = 0 THEN db.pos ELSE @, !.pos = db.pos, !.end = Len(log), !.view = db,
                              !.wrong = IF run.look = 0 THEN WrongOnes ELSE @ \intersect WrongOnes]
  /\ UNCHANGED <<log, db, fold, touched, hands, losses>>

\* The rows of a torn look are younger than its position and its states.
LookOn ==
  /\ run.phase = "torn"
  /\ run' = [run EXCEPT !.phase = "asks", !.view.rows = db.rows, !.wrong = @ \intersect WrongOnes]
  /\ UNCHANGED <<log, db, fold, touched, hands, torn, losses>>

\* The states that the fold answers with, at the position of the look.
CanTell ==
  \/ fold.floor <= run.pos /\ run.pos <= fold.end
  \/ Broken = "the fold answers where it cannot tell"
Answer ==
  CASE Broken = "compared at the end of the log"          -> Said(fold.end)
    [] run.pos < fold.floor                               -> Said(fold.floor)  \* the mutant's: what is left of it
    [] run.pos > fold.end                                 -> Said(fold.end)    \* the mutant's: what there is so far
    [] OTHER                                              -> Said(run.pos)

Difference(r) ==
  LET view == run.view
      expected == Fingerprint(Answer[r])
      rowSeen  == IF Broken = "rows are not looked at" THEN view.noted[r] ELSE view.rows[r]
  IN IF view.decided[r] = expected /\ rowSeen = view.noted[r]
     THEN NoDifference
     ELSE <<expected, view.decided[r], view.noted[r], rowSeen>>

Ask ==
  /\ run.phase = "asks" /\ CanTell
  /\ LET different == {r \in Records : Difference(r) # NoDifference}
         before    == {r \in Records : run.suspects[r] # NoDifference}
         same      == {r \in before : Difference(r) = run.suspects[r]}
         open      == IF run.look = 1 THEN different ELSE (before \intersect different) \ same
         last      == run.look = MaxLooks
         confirmed == IF Broken = "confirmed at first sight" THEN different ELSE same
         goesOn    == open # {} /\ ~last /\ Broken # "confirmed at first sight"
     IN run' = [run EXCEPT
          !.view      = <<>>,
          !.phase     = IF goesOn THEN "suspects" ELSE "done",
          !.suspects  = [r \in Records |-> IF r \in open THEN Difference(r) ELSE NoDifference],
          !.confirmed = @ \union confirmed,
          !.untold    = IF last THEN open ELSE {}]
  /\ UNCHANGED <<log, db, fold, touched, hands, torn, losses>>

\* The fold is behind, or has forgotten; or the run is cancelled. What was not compared is indeterminate.
GiveUp ==
  /\ run.phase \in {"asks", "suspects"}
  /\ run' = [run EXCEPT !.phase = "done", !.view = <<>>, !.untold = Records,
                            !.suspects = [r \in Records |-> NoDifference]]
  /\ UNCHANGED <<log, db, fold, touched, hands, torn, losses>>

\* An event of the log that says once more what it says; so both folds see it.
Repair(r) ==
  /\ run.phase = "done" /\ r \in run.confirmed /\ Len(log) < MaxLog
  /\ log' = Append(log, Put(TheSource, Len(log) + 1, r, Said(Len(log))[r].val))
  /\ run' = NoRun
  /\ UNCHANGED <<db, fold, touched, hands, torn, losses>>

Next ==
  \/ Grow \/ Sync \/ FoldOn \/ Prune \/ LoseStores
  \/ Look \/ LookOn \/ Ask \/ GiveUp
  \/ \E r \in Records : ChangeByHand(r) \/ Repair(r)

Spec == Init /\ [][Next]_vars

Alike == Permutations(Records)

-----------------------------------------------------------------------------
(* Properties *)

Verdict == CASE run.phase # "done"     -> "running"
             [] run.confirmed # {}     -> "drift"
             [] run.untold # {}        -> "indeterminate"
             [] OTHER                  -> "clean"

\* 15. What is confirmed was changed by hand. Lag, writes meanwhile, a fold behind or ahead, lost stores
\*     and one look that was no snapshot make no drift.
NoFalseAlarm == run.confirmed \subseteq touched

\* 10. The other half of it, which proof rests on: a clean run has overlooked nothing that was wrong all the while.
CleanIsClean == Verdict = "clean" => run.wrong = {}

\* 16. What nobody touched is decided alike on both sides, at PostgreSQL's position.
TwoFolds == \A r \in Records \ touched : db.decided[r] = Fingerprint(Said(db.pos)[r])

Scenarios ==
  /\ Scenario(1, "a change by hand is confirmed", Verdict = "drift")
  /\ Scenario(2, "it is confirmed at the same position, as nothing was appended", Verdict = "drift" /\ run.pos = run.first)
  /\ Scenario(3, "it is confirmed at a later position", Verdict = "drift" /\ run.pos > run.first)
  /\ Scenario(4, "the fold is ahead of PostgreSQL when it is asked", run.phase = "asks" /\ fold.end > run.pos /\ CanTell /\ run.pos > 0)
  /\ Scenario(5, "the fold is behind", run.phase = "asks" /\ fold.end < run.pos)
  /\ Scenario(6, "the fold has forgotten the position", run.phase = "asks" /\ fold.floor > run.pos)
  /\ Scenario(7, "a torn look suspects what is not wrong", run.phase = "suspects" /\ touched = {})
  /\ Scenario(8, "a suspicion is gone at the second look", Verdict = "clean" /\ run.look = 2)
  /\ Scenario(9, "a record differs in another way at each look: indeterminate",
       Verdict = "indeterminate" /\ \E r \in Records : run.suspects[r] # NoDifference)
  /\ Scenario(10, "a repaired record is clean again", Verdict = "clean" /\ touched # {} /\ WrongOnes = {} /\ run.pos > 0)
  /\ Scenario(11, "clean while the log grows", Verdict = "clean" /\ run.pos > 0 /\ run.pos < Len(log))
=============================================================================
