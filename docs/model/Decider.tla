------------------------------ MODULE Decider ------------------------------
(* What an event of the log does: the words that the other modules share.   *)
(*                                                                          *)
(* A log is one partition with one tenant. Its events are decided by a      *)
(* function of the event and of what the events before it left, and of      *)
(* nothing else. So whoever folds the same log comes to the same states     *)
(* (invariant 16), and so each module may say `Fold(log)` where the product *)
(* keeps a state: Apply checks that PostgreSQL has it, Compare that the     *)
(* reconciler does.                                                         *)
(*                                                                          *)
(* Told here: numbers of sources and their holes, repetitions, forks,       *)
(* skips, tombstones, rows of snapshots, the policy AUTO_OVERWRITE. Merging *)
(* field by field is not; the tables of docs/conflicts.md are tested in     *)
(* `core`.                                                                  *)
EXTENDS Words

CONSTANTS
  Sources,   \* writers with a legacy store and an outbox each
  Records,   \* what they write; all of one tenant
  Broken     \* which rule is left out: "nothing" is the design, the rest are mutants

Absent == 0  \* the content of a record that is not there; other contents are 1, 2, 3 ...

-----------------------------------------------------------------------------
(* Events *)

Put(s, n, r, v) == [kind |-> "put", src |-> s, n |-> n, rec |-> r, val |-> v]
Del(s, n, r)    == [kind |-> "del", src |-> s, n |-> n, rec |-> r, val |-> Absent]

\* What the source gives up: a number, and nothing to do with it.
Skip(s, n) == [kind |-> "skip", src |-> s, n |-> n, rec |-> "none", val |-> Absent]

\* A row of a snapshot. It has no number of its own: n is the last one that the
\* source had assigned when its store was read.
Read(s, n, r, v) == [kind |-> "read", src |-> s, n |-> n, rec |-> r, val |-> v]

Numbered(e) == e.kind # "read"

\* Stands for the event's id. A repetition has the same one.
Id(e) == <<e.kind, e.rec, e.val>>

-----------------------------------------------------------------------------
(* States *)

\* Of a source: which numbers are used, and by which id.
\* Of a record: its content, the offset and source that it was made by, and up to
\* which number it reflects each source. A tombstone is such a state, with no content.
NeverThere == [val |-> Absent, at |-> 0, by |-> "nobody", reflects |-> [s \in Sources |-> 0]]
Nothing == [used |-> [s \in Sources |-> {}], rec |-> [r \in Records |-> NeverThere]]

UsedBy(states, s) == {u[1] : u \in states.used[s]}
LastOf(states, s) == Max(UsedBy(states, s))
HolesOf(states, s) == (1..LastOf(states, s)) \ UsedBy(states, s)

-----------------------------------------------------------------------------
(* Was it here before? *)

Number(states, e) ==
  CASE Broken = "holes are ignored" /\ e.n <= LastOf(states, e.src) -> "repeated"
    [] e.n \notin UsedBy(states, e.src)                             -> "free"
    [] <<e.n, Id(e)>> \in states.used[e.src]                        -> "repeated"
    [] OTHER                                                        -> "forked"

Take(states, e) == [states EXCEPT !.used[e.src] = @ \union {<<e.n, Id(e)>>}]

(* Does it still move its record, and how? Both answer the state of the record. *)

Reflecting(state, e) == [state EXCEPT !.reflects[e.src] = e.n]

Lives(state, e, at) ==
  IF e.kind = "del" /\ Broken = "a delete leaves nothing"
  THEN NeverThere
  ELSE [Reflecting(state, e) EXCEPT !.val = e.val, !.at = at, !.by = e.src]

Rows(state, e, at) ==
  IF state.at = 0 \/ (state.by = e.src /\ state.val # e.val)
  THEN [Reflecting(state, e) EXCEPT !.val = e.val, !.at = at, !.by = e.src]
  ELSE Reflecting(state, e)   \* the same already, or another source's: that stays

\* One event of the log at its offset: the states behind it, and what became of it.
Decide(states, e, at) ==
  LET number == IF Numbered(e) THEN Number(states, e) ELSE "free"
      taken  == IF Numbered(e) THEN Take(states, e) ELSE states
      record == IF e.kind = "skip" THEN NeverThere ELSE states.rec[e.rec]
      stale  == IF e.kind = "read" THEN record.reflects[e.src] > e.n
                                   ELSE record.reflects[e.src] >= e.n
      moved  == IF e.kind = "read" THEN Rows(record, e, at) ELSE Lives(record, e, at)
  IN CASE number = "repeated" -> [states |-> states, outcome |-> "duplicate"]
       [] number = "forked"   -> [states |-> states, outcome |-> IF e.kind = "skip" THEN "stale" ELSE "held"]
       [] e.kind = "skip"     -> [states |-> taken, outcome |-> "skipped"]
       [] stale               -> [states |-> taken, outcome |-> "stale"]
       [] OTHER               -> [states  |-> [taken EXCEPT !.rec[e.rec] = moved],
                                  outcome |-> IF moved.at = at THEN "applied" ELSE "unchanged"]

\* The states that the first `upto` events of a log leave.
RECURSIVE FoldUpTo(_, _)
FoldUpTo(log, upto) ==
  IF upto = 0 THEN Nothing ELSE Decide(FoldUpTo(log, upto - 1), log[upto], upto).states

Fold(log) == FoldUpTo(log, Len(log))

Outcome(log, i) == Decide(FoldUpTo(log, i - 1), log[i], i).outcome
=============================================================================
