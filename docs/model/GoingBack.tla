----------------------------- MODULE GoingBack -----------------------------
(* Reads go to PostgreSQL and back to the device's own store, at any moment *)
(* and as often as operators like. Capture goes on all the while; the       *)
(* change feed brings to each store what other devices wrote. One record,   *)
(* one tenant; a write is acknowledged when it is in the log.               *)
EXTENDS Words

CONSTANTS
  Devices,
  MaxWrites,
  MaxMoves,   \* times that a device's reads are told to move
  Broken

VARIABLES
  log,      \* of writes: whose, which number, what
  applied,  \* PostgreSQL's position: it holds what the log says there
  device,   \* see Start
  writes, moves

vars == <<log, applied, device, writes, moves>>

\* store, and what of it is captured; what is not acknowledged; how far the feed was read, and for each write
\* of one's own where it lies; where reads go, and what was decided; the newest position ever shown to the user.
Start == [store |-> 0, shadow |-> 0, outbox |-> <<>>, fed |-> 0, own |-> 0,
          reads |-> "legacy", told |-> "legacy", seen |-> 0]

Init ==
  /\ log = <<>> /\ applied = 0 /\ writes = 0 /\ moves = 0
  /\ device = [d \in Devices |-> Start]

\* What the log says at a position: the last write, as all of one record.
ValueAt(n) == IF n = 0 THEN 0 ELSE log[n].val

Write(d) ==
  /\ writes < MaxWrites /\ writes' = writes + 1
  /\ IF device[d].reads = "target" /\ Broken = "writes pass by the legacy store"
     THEN device' = [device EXCEPT ![d].outbox = Append(@, writes + 1)]
     ELSE device' = [device EXCEPT ![d].store = writes + 1]
  /\ UNCHANGED <<log, applied, moves>>

Capture(d) ==
  /\ device[d].store # device[d].shadow
  /\ device' = [device EXCEPT ![d].shadow = device[d].store, ![d].outbox = Append(@, device[d].store)]
  /\ UNCHANGED <<log, applied, writes, moves>>

\* Appended and acknowledged, with the position. (Lost answers: see Capture.tla.)
Send(d) ==
  /\ device[d].outbox # <<>>
  /\ log' = Append(log, [by |-> d, val |-> Head(device[d].outbox)])
  /\ device' = [device EXCEPT ![d].outbox = Tail(@), ![d].own = Len(log) + 1]
  /\ UNCHANGED <<applied, writes, moves>>

Apply ==
  /\ applied < Len(log) /\ applied' = applied + 1
  /\ UNCHANGED <<log, device, writes, moves>>

\* The feed tells what the record is at PostgreSQL's position. It is put into the store and into what is captured
\* at once, so it is no write of this device; and not over a write of its own that is not behind that position.
Feed(d) ==
  /\ device[d].fed < applied
  /\ LET v == ValueAt(applied)
         busy == device[d].store # device[d].shadow \/ device[d].outbox # <<>> \/ device[d].own > applied
     IN device' = [device EXCEPT
          ![d].fed    = IF busy /\ Broken # "the feed goes over unsent writes" THEN @ ELSE applied,
          ![d].store  = IF busy /\ Broken # "the feed goes over unsent writes" THEN @ ELSE v,
          ![d].shadow = IF Broken = "what the feed brings is captured again" \/ (busy /\ Broken # "the feed goes over unsent writes") THEN @ ELSE v]
  /\ UNCHANGED <<log, applied, writes, moves>>

\* The decision changes, at any moment.
Tell(d) ==
  /\ moves < MaxMoves /\ moves' = moves + 1
  /\ device' = [device EXCEPT ![d].told = IF @ = "legacy" THEN "target" ELSE "legacy"]
  /\ UNCHANGED <<log, applied, writes>>

\* The device follows: forwards as soon as its own writes can be read there, back as soon as its store has what it showed.
Follow(d) ==
  /\ device[d].told # device[d].reads
  /\ IF device[d].told = "target"
     THEN device[d].outbox = <<>> /\ device[d].store = device[d].shadow /\ device[d].own <= applied
     ELSE device[d].fed >= device[d].seen \/ Broken = "back before the feed is read"
  /\ device' = [device EXCEPT ![d].reads = device[d].told]
  /\ UNCHANGED <<log, applied, writes, moves>>

\* The user looks. From PostgreSQL it waits for its own last write.
Look(d) ==
  /\ device[d].reads = "target" /\ applied >= device[d].own /\ device[d].seen < applied
  /\ device' = [device EXCEPT ![d].seen = applied]
  /\ UNCHANGED <<log, applied, writes, moves>>

Next == Apply \/ \E d \in Devices : Write(d) \/ Capture(d) \/ Send(d) \/ Feed(d) \/ Tell(d) \/ Follow(d) \/ Look(d)
Spec == Init /\ [][Next]_vars
Alike == Permutations(Devices)

-----------------------------------------------------------------------------
(* Properties *)

\* 2. The log holds each write once: what the feed brings is nobody's write.
NoEcho == \A i, j \in 1..Len(log) : i # j => log[i].val # log[j].val

\* 12. Each write is in the log, or on its way there, or covered by a later one of its device or what its device was shown.
\*     In no store is it replaced by something older.
NothingUndone ==
  \A d \in Devices :
    device[d].reads = "legacy" =>
      LET place(v) == Max({i \in 1..Len(log) : log[i].val = v})
          unsent == device[d].store # device[d].shadow \/ device[d].outbox # <<>>
      IN unsent \/ place(device[d].store) >= device[d].own

\* 12. Whose reads have gone back sees in its store at least what it saw in PostgreSQL.
BackToWhatWasShown ==
  \A d \in Devices :
    device[d].reads = "legacy" /\ device[d].store = device[d].shadow /\ device[d].outbox = <<>> =>
      Max({i \in 1..Len(log) : log[i].val = device[d].store}) >= device[d].seen

\* 12. In the end all stores hold what the log says, wherever reads are: so going back loses nothing.
InTheEnd ==
  (/\ applied = Len(log)
   /\ \A d \in Devices : device[d].fed = applied /\ device[d].store = device[d].shadow /\ device[d].outbox = <<>>)
  => \A d \in Devices : device[d].store = ValueAt(applied)

Scenarios ==
  /\ Scenario(1, "back while writes are not applied",
       \E d \in Devices : device[d].told = "legacy" /\ device[d].reads = "target" /\ applied < Len(log))
  /\ Scenario(2, "back while a write is not sent", \E d \in Devices : device[d].reads = "legacy" /\ device[d].seen > 0 /\ device[d].outbox # <<>>)
  /\ Scenario(3, "a store has another device's write",
       \E d \in Devices, i \in 1..Len(log) : log[i].by # d /\ device[d].store = log[i].val)
  /\ Scenario(4, "back again with what another one wrote",
       \E d \in Devices : device[d].reads = "legacy" /\ device[d].seen > 0 /\ log[device[d].seen].by # d)
  /\ Scenario(5, "the feed meets an unsent write",
       \E d \in Devices : device[d].fed < applied /\ device[d].outbox # <<>>)
=============================================================================
