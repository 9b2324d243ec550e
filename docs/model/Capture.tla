------------------------------ MODULE Capture ------------------------------
(* From legacy stores to the log: sources that write, number, post in       *)
(* batches, lose answers, post again, are refused, give up; and snapshots.  *)
(* What the log then says is `Fold(log)`.                                   *)
(*                                                                          *)
(* A request that was posted once may arrive at any time and any number of  *)
(* times: retries, time-outs, proxies and late packets are all the same     *)
(* here. Of a batch any part may be appended before ingest or Kafka fails.  *)
EXTENDS Decider

CONSTANTS
  MaxWrites,   \* writes of users in all
  MaxLog,      \* events in the log
  Refusable,   \* contents that ingest may refuse: not always, as a blueprint may be published in between
  Snapshots    \* sources that send a snapshot

VARIABLES
  store,    \* what each source's legacy store holds
  shadow,   \* what of it has been captured
  last,     \* the last number that each source has assigned
  outbox,   \* entries that are not acknowledged, in order
  posted,   \* requests that may arrive, now or later or again
  log,
  born,     \* every event that a source has ever made
  acked,    \* those that their source has heard to be accepted
  givenUp,  \* those that their source has heard to be refused
  writes

vars == <<store, shadow, last, outbox, posted, log, born, acked, givenUp, writes>>

Init ==
  /\ store = [s \in Sources |-> [r \in Records |-> Absent]]
  /\ shadow = store
  /\ last = [s \in Sources |-> 0]
  /\ outbox = [s \in Sources |-> <<>>]
  /\ posted = {}
  /\ log = <<>>
  /\ born = {} /\ acked = {} /\ givenUp = {}
  /\ writes = 0

\* A user writes, or deletes. Nothing else happens in that moment.
Write(s, r) ==
  /\ writes < MaxWrites
  /\ writes' = writes + 1
  /\ \E v \in {writes + 1, Absent} \ {store[s][r]} : store' = [store EXCEPT ![s][r] = v]
  /\ UNCHANGED <<shadow, last, outbox, posted, log, born, acked, givenUp>>

\* Capture is a difference of states, so it does not matter how many writes it covers, nor
\* whether the page was closed in between. Number, entry and shadow change in one transaction.
Capture(s, r) ==
  /\ store[s][r] # shadow[s][r]
  /\ LET n == last[s] + 1
         e == IF store[s][r] = Absent THEN Del(s, n, r) ELSE Put(s, n, r, store[s][r])
     IN /\ last' = [last EXCEPT ![s] = n]
        /\ \/ /\ outbox' = [outbox EXCEPT ![s] = Append(@, e)]
              /\ shadow' = [shadow EXCEPT ![s][r] = store[s][r]]
              /\ born' = born \union {e}
           \/ /\ Broken = "numbered before the entry is stored"   \* ... and the page is closed in between
              /\ UNCHANGED <<outbox, shadow, born>>
  /\ UNCHANGED <<store, posted, log, acked, givenUp, writes>>

Post(s) ==
  /\ outbox[s] # <<>>
  /\ posted' = posted \union {outbox[s]}
  /\ UNCHANGED <<store, shadow, last, outbox, log, born, acked, givenUp, writes>>

\* The store as it is, with the last number assigned. What is not captured yet is captured first:
\* a record that came and went between two captures would else be in the snapshot for ever.
Snapshot(s) ==
  /\ s \in Snapshots
  /\ ~ \E e \in born : e.kind = "read" /\ e.src = s
  /\ store[s] = shadow[s] \/ Broken = "a snapshot of what is not captured"
  /\ LET rows == {Read(s, last[s], r, store[s][r]) : r \in {r \in Records : store[s][r] # Absent}}
     IN /\ rows # {}
        /\ born' = born \union rows
        /\ posted' = posted \union {<<row>> : row \in rows}   \* each row its own request: any order, any part
  /\ UNCHANGED <<store, shadow, last, outbox, log, acked, givenUp, writes>>

\* Ingest appends some of a request, in its order. Its answer tells of each entry whether it is in
\* the log. No answer, or "try again", tells nothing; then the source keeps what it has.
Arrive(request) ==
  \E some \in SUBSET (1..Len(request)) :
    LET accepted == {request[i] : i \in some}
        refused  == Range(request) \ accepted
        appended == SelectSeq(request, LAMBDA e : e \in accepted)
        s        == request[1].src
        refuse(e) == e \in refused
        keep(e)  == e \notin accepted /\ ~(Broken = "refused events are just dropped" /\ refuse(e))
        rest     == SelectSeq(outbox[s], keep)
    IN /\ Len(log) + Len(appended) <= MaxLog
       /\ log' = log \o appended
       /\ \/ /\ appended # <<>>
             /\ UNCHANGED <<outbox, acked, givenUp, born>>
          \/ /\ \A e \in refused : e.val \in Refusable
             /\ acked' = acked \union (accepted \intersect Range(outbox[s]))
             /\ givenUp' = givenUp \union (refused \intersect Range(outbox[s]))
             /\ outbox' = [outbox EXCEPT ![s] = [i \in 1..Len(rest) |-> IF refuse(rest[i]) THEN Skip(s, rest[i].n) ELSE rest[i]]]
             /\ born' = born \union Range(outbox'[s])
  /\ UNCHANGED <<store, shadow, last, posted, writes>>

Next ==
  \/ \E s \in Sources, r \in Records : Write(s, r) \/ Capture(s, r)
  \/ \E s \in Sources : Post(s) \/ Snapshot(s)
  \/ \E request \in posted : Arrive(request)

Spec == Init /\ [][Next]_vars

Alike == Permutations(Records)

-----------------------------------------------------------------------------
(* Properties *)

Live(i) == log[i].kind \in {"put", "del"}
First(i) == \A j \in 1..(i - 1) : log[j] # log[i]

\* 1. An acknowledged event is in the log and has its number; its record reflects it, or a later
\*    one of the same source.
Durability ==
  \A e \in acked :
    /\ e \in Range(log)
    /\ e.kind # "skip" => /\ <<e.n, Id(e)>> \in Fold(log).used[e.src]
                         /\ Fold(log).rec[e.rec].reflects[e.src] >= e.n

\* 2. The log holds what a source has made, and a record what the log holds of it.
NoInvention ==
  /\ Range(log) \subseteq born
  /\ \A r \in Records : LET state == Fold(log).rec[r]
                        IN state.val # Absent => \E i \in 1..Len(log) : log[i].rec = r /\ log[i].val = state.val

\* 3. An event takes effect at most once, and is no duplicate when it comes first.
ExactlyOnce ==
  \A i \in 1..Len(log) : Numbered(log[i]) =>
    IF First(i) THEN Outcome(log, i) # "duplicate" ELSE Outcome(log, i) \in {"duplicate", "held", "stale"}

\* 4. A record without rows of snapshots is what its last event says: last in the log, of those that
\*    were not overtaken by a later one of the same source. Said without the decider's states.
FinalForm ==
  \A r \in Records :
    LET mine == {i \in 1..Len(log) : log[i].rec = r}
        forked(i) == \E j \in 1..(i - 1) : Numbered(log[j]) /\ log[j].src = log[i].src /\ log[j].n = log[i].n /\ log[j] # log[i]
        overtaken(i) == \E j \in mine : j < i /\ log[j].src = log[i].src /\ log[j].n >= log[i].n /\ ~forked(j)
        effective == {i \in mine : First(i) /\ ~forked(i) /\ ~overtaken(i)}
    IN (\A i \in mine : Live(i)) =>
         Fold(log).rec[r].val = IF effective = {} THEN Absent ELSE log[Max(effective)].val

\* 5. A record never goes back behind what it reflects of a source.
Order ==
  \A i \in 1..Len(log), r \in Records, s \in Sources :
    FoldUpTo(log, i).rec[r].reflects[s] >= FoldUpTo(log, i - 1).rec[r].reflects[s]

AtRest == \A s \in Sources : outbox[s] = <<>> /\ store[s] = shadow[s]

\* 1, 14. Once every source has said what it has, no number is open: a tenant can be proven.
NoHoleStays == AtRest => \A s \in Sources : HolesOf(Fold(log), s) = {} /\ LastOf(Fold(log), s) = last[s]

\* 4, 12. ... and what only one source wrote is in the log as its legacy store has it, unless
\*        ingest refused it. However late or often a row of its snapshot arrives.
SameAsStore ==
  AtRest => \A r \in Records, s \in Sources :
    /\ \A e \in born : e.rec = r => e.src = s
    /\ \A e \in givenUp : e.rec # r
    => Fold(log).rec[r].val = store[s][r]

-----------------------------------------------------------------------------
Scenarios ==
  LET has(outcome) == \E i \in 1..Len(log) : Outcome(log, i) = outcome IN
  /\ Scenario(1, "a hole opens and closes again",
       \E i \in 1..Len(log), s \in Sources : HolesOf(FoldUpTo(log, i), s) # {} /\ HolesOf(Fold(log), s) = {})
  /\ Scenario(2, "an event comes again", has("duplicate"))
  /\ Scenario(3, "an event is overtaken by a later one of its source", \E i \in 1..Len(log) : Live(i) /\ Outcome(log, i) = "stale")
  /\ Scenario(4, "a refused event is given up", has("skipped"))
  /\ Scenario(5, "what was given up arrives after all", has("held"))
  /\ Scenario(6, "two sources write one record",
       \E i, j \in 1..Len(log) : Live(i) /\ Live(j) /\ log[i].rec = log[j].rec /\ log[i].src # log[j].src)
  /\ Scenario(7, "a snapshot's row comes behind the delete of its record",
       \E i, j \in 1..Len(log) : i < j /\ log[i].kind = "del" /\ log[j].kind = "read"
                                  /\ log[i].rec = log[j].rec /\ log[i].src = log[j].src /\ log[i].n > log[j].n)
  /\ Scenario(8, "a snapshot's row meets another source's record",
       \E i \in 1..Len(log) : log[i].kind = "read" /\ Outcome(log, i) = "unchanged" /\ FoldUpTo(log, i).rec[log[i].rec].by # log[i].src)
  /\ Scenario(9, "all is said, something written, and something acknowledged", AtRest /\ acked # {} /\ Len(log) > 1)
=============================================================================
