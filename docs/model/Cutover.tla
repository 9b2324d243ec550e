------------------------------ MODULE Cutover ------------------------------
(* Who reads where (docs/cutover.md), for one tenant with several devices.  *)
(*                                                                          *)
(* Two logs move at their own pace: the control log says how far reads may  *)
(* go, the topic of proofs what is known of the tenant. Whoever answers a   *)
(* device has read some prefix of each; so every property below speaks of   *)
(* all pairs of prefixes.                                                   *)
EXTENDS Words

CONSTANTS
  Devices,     \* sources of the tenant
  Writers,     \* operators and the ramp: all who change the share
  Shares,      \* 0 .. the largest share; the tenant's bucket is Bucket
  Bucket,
  Forced,      \* whether changes are forced: no gate is asked, and proof must hold a tenant back all the same
  MaxOthers,   \* events in the control log that are about something else
  MaxControl,  \* events in the control log in all
  MaxProofs,   \* entries published of the tenant
  MaxTroubles, \* holes, parked writes, conflicts; confirmed differences
  Broken       \* which rule is left out: "nothing" is the design

VARIABLES
  control,   \* the control log; what of it counts is a function of it
  proofs,    \* what was published of the tenant, in order
  facts,     \* what is so: devices seen in the log, their snapshots applied, those compared; what waits, what drifts
  fold,      \* the reconciler: how much of the control log it has read, whether the tenant reads
  run,       \* a comparison of the whole migration that is under way
  clean,     \* the latest clean one: the version that it lies behind, and (for the properties) what it began behind
  writer,    \* of each: what it has decided, and from what
  troubles,
  proven     \* lengths of the control log at which the tenant was verified: only for the properties

vars == <<control, proofs, facts, fold, run, clean, writer, troubles, proven>>

-----------------------------------------------------------------------------
(* The control log: an event counts when the version that it names is the current one. *)
(* A version is the offset of the last event that counts.                               *)

RECURSIVE Upto(_)
Upto(i) ==
  IF i = 0 THEN [version |-> 0, changed |-> 0, share |-> 0, entered |-> 0]
  ELSE LET before == Upto(i - 1)
           event  == control[i]
           share  == IF event.kind = "share" THEN event.share ELSE before.share
       IN IF event.from = before.version \/ Broken = "no compare-and-set"
          THEN [version |-> i,
                changed |-> IF event.kind = "share" THEN i ELSE before.changed,
                share   |-> share,
                entered |-> IF Bucket < share /\ ~(Bucket < before.share) THEN i ELSE before.entered]
          ELSE before

VersionAt(i) == Upto(i).version
Counts(i) == VersionAt(i) = i

\* The version of the last event about the cutover, and the share that it set.
ChangedAt(i) == Upto(i).changed
ShareAt(i) == Upto(i).share
InCohort(i) == Bucket < ShareAt(i)

\* Since when the tenant has been in the cohort, without a break.
EnteredAt(i) == Upto(i).entered

-----------------------------------------------------------------------------
(* Proof *)

TrulyVerified ==
  /\ facts.seen # {} /\ facts.seen = facts.applied /\ facts.compared = facts.applied
  /\ ~facts.waits /\ ~facts.drifts

Verified ==
  CASE Broken = "verified without every device's snapshot" ->
         facts.applied # {} /\ facts.compared = facts.applied /\ ~facts.waits /\ ~facts.drifts
    [] Broken = "verified by a comparison older than a snapshot" ->
         facts.seen # {} /\ facts.seen = facts.applied /\ facts.compared # {} /\ ~facts.waits /\ ~facts.drifts
    [] OTHER -> TrulyVerified

\* What the reconciler would publish now. `truly` is only for the properties.
Entry ==
  [state   |-> CASE facts.drifts -> "drift" [] Verified -> "verified" [] fold.reading -> "waiting" [] OTHER -> "unproven",
   reading |-> fold.reading,
   control |-> fold.read,
   devices |-> facts.applied,
   truly   |-> TrulyVerified]

NoEntry == [state |-> "unproven", reading |-> FALSE, control |-> 0, devices |-> {}, truly |-> FALSE]
EntryAt(p) == IF p = 0 THEN NoEntry ELSE proofs[p]

\* A tenant begins to read where it is in the cohort and verified, and stops where it leaves or drifts.
Reading(before, inCohort, verified, drifts) == inCohort /\ ~drifts /\ (before \/ verified)

-----------------------------------------------------------------------------
(* The decision: CutoverRule, for whoever has read c of the control log and p of the proofs *)

Reads(c, p, device) ==
  LET entry == EntryAt(p)
      \* "reading" speaks of one stay in the cohort. A tenant that has left and come back must be verified anew.
      ofThisStay == entry.control >= EnteredAt(c) \/ Broken = "what read once may read again"
  IN CASE entry.state = "drift"                                                    -> "legacy"
       [] ~InCohort(c)                                                             -> "legacy"
       [] entry.state = "unproven"                                                 -> "legacy"
       [] entry.state = "waiting" /\ ~(entry.reading /\ ofThisStay)                -> "legacy"
       [] device \notin entry.devices /\ Broken # "a device moves without its own snapshot" -> "legacy"
       [] OTHER                                                                    -> "target"

-----------------------------------------------------------------------------
(* Steps *)

NoRun == [runs |-> FALSE, behind |-> 0]
Away == [at |-> "away", decidedOn |-> 0, from |-> 0, share |-> 0, began |-> 0]

Init ==
  /\ control = <<>> /\ proofs = <<>>
  /\ facts = [seen |-> {}, applied |-> {}, compared |-> {}, waits |-> FALSE, drifts |-> FALSE]
  /\ fold = [read |-> 0, reading |-> FALSE]
  /\ run = NoRun
  /\ clean = [is |-> FALSE, behind |-> 0, began |-> 0]
  /\ writer = [w \in Writers |-> Away]
  /\ troubles = 0
  /\ proven = {}

\* Whatever changes, the reconciler sees at once whether the tenant goes on reading; it publishes later.
Becomes(new) ==
  /\ facts' = new
  /\ fold' = [fold EXCEPT !.reading = Reading(@, InCohort(fold.read), Verified', new.drifts)]
  /\ proven' = IF TrulyVerified' THEN proven \union {Len(control)} ELSE proven
  /\ UNCHANGED <<control, proofs, run, clean, writer>>

Appears(d) == d \notin facts.seen /\ Becomes([facts EXCEPT !.seen = @ \union {d}]) /\ UNCHANGED troubles
Snapshot(d) == d \in facts.seen \ facts.applied /\ Becomes([facts EXCEPT !.applied = @ \union {d}]) /\ UNCHANGED troubles
CompareTenant ==
  /\ facts.compared # facts.applied /\ ~facts.drifts
  /\ Becomes([facts EXCEPT !.compared = facts.applied]) /\ UNCHANGED troubles
Trouble ==
  /\ troubles < MaxTroubles /\ troubles' = troubles + 1
  /\ \/ ~facts.waits /\ Becomes([facts EXCEPT !.waits = TRUE])
     \/ ~facts.drifts /\ Becomes([facts EXCEPT !.drifts = TRUE, !.compared = {}])
Settle ==
  /\ \/ facts.waits /\ Becomes([facts EXCEPT !.waits = FALSE])
     \/ facts.drifts /\ Becomes([facts EXCEPT !.drifts = FALSE])
  /\ UNCHANGED troubles

\* The reconciler reads on in the control log, event by event: a tenant that was out for a moment has left.
ReadControl ==
  /\ fold.read < Len(control)
  /\ LET i == fold.read + 1
     IN fold' = [read |-> i, reading |-> Reading(fold.reading, InCohort(i), Verified, facts.drifts)]
  /\ proven' = IF TrulyVerified THEN proven \union {Len(control)} ELSE proven
  /\ UNCHANGED <<control, proofs, facts, run, clean, writer, troubles>>

Publish ==
  /\ Len(proofs) < MaxProofs /\ Entry # EntryAt(Len(proofs))
  /\ proofs' = Append(proofs, Entry)
  /\ UNCHANGED <<control, facts, fold, run, clean, writer, troubles, proven>>

\* A comparison of the whole migration lies behind the version that it read before it looked at anything.
StartRun ==
  /\ ~run.runs /\ ~Forced
  /\ run' = [runs |-> TRUE, behind |-> Len(control)]
  /\ UNCHANGED <<control, proofs, facts, fold, clean, writer, troubles, proven>>
EndRun ==
  /\ run.runs /\ run' = NoRun
  /\ clean' = IF facts.drifts THEN clean
              ELSE [is     |-> TRUE,
                    behind |-> IF Broken = "a comparison counts from its end" THEN Len(control) ELSE run.behind,
                    began  |-> run.behind]
  /\ UNCHANGED <<control, proofs, facts, fold, writer, troubles, proven>>

\* A writer has read some of the control log, perhaps not all, and decides.
Decide(w) ==
  /\ ~Forced /\ writer[w].at = "away" /\ Len(control) < MaxControl
  /\ \E c \in 0..Len(control) : \E share \in Shares \ {ShareAt(c)} :
       /\ share > ShareAt(c) =>
            /\ clean.is /\ ~facts.drifts
            /\ clean.behind >= ChangedAt(c) \/ Broken = "any clean comparison will do"
       /\ writer' = [writer EXCEPT ![w] = [at |-> "decided", decidedOn |-> ChangedAt(c), from |-> VersionAt(c), share |-> share, began |-> clean.began]]
  /\ UNCHANGED <<control, proofs, facts, fold, run, clean, troubles, proven>>

\* Whether the gates are asked of what is appended is told by the event: share, proof, what it was decided on.
AppendChange(w) ==
  /\ writer[w].at = "decided" /\ Len(control) < MaxControl
  /\ control' = Append(control, [kind |-> "share", by |-> w, from |-> writer[w].from, share |-> writer[w].share,
                                 decidedOn |-> writer[w].decidedOn, began |-> writer[w].began])
  /\ writer' = [writer EXCEPT ![w].at = "appended"]
  /\ UNCHANGED <<proofs, facts, fold, run, clean, troubles, proven>>

\* It reads back to the end of the log, and knows its own event by its id: another's may be alike.
\* Only something else than the cutover was in between: the same once more, from the version as it
\* is now. A change of the cutover was: it has lost (412).
ReadBack(w) ==
  /\ writer[w].at = "appended"
  /\ LET end  == Len(control)
         mine == \E i \in 1..end : Counts(i) /\ control[i].by = w /\ control[i].from = writer[w].from
         still == ChangedAt(end) = writer[w].decidedOn \/ Broken = "what lost is written again unseen"
     IN writer' = [writer EXCEPT ![w] = IF ~mine /\ still THEN [@ EXCEPT !.at = "decided", !.from = VersionAt(end)] ELSE Away]
  /\ UNCHANGED <<control, proofs, facts, fold, run, clean, troubles, proven>>

\* By force, and nobody else: the only writer of a configuration that is about proofs.
Force ==
  /\ Forced /\ Len(control) < MaxControl
  /\ \E share \in Shares \ {ShareAt(Len(control))} :
       control' = Append(control, [kind |-> "share", by |-> "force", from |-> VersionAt(Len(control)), share |-> share,
                                   decidedOn |-> ChangedAt(Len(control)), began |-> 0])
  /\ UNCHANGED <<proofs, facts, fold, run, clean, writer, troubles, proven>>

\* Blueprints, pauses, and whatever else lies in the control log.
AppendOther ==
  /\ Len(control) < MaxControl
  /\ Cardinality({i \in 1..Len(control) : control[i].kind = "other"}) < MaxOthers
  /\ control' = Append(control, [kind |-> "other", by |-> "other", from |-> VersionAt(Len(control)), share |-> 0, decidedOn |-> 0, began |-> 0])
  /\ UNCHANGED <<proofs, facts, fold, run, clean, writer, troubles, proven>>

Next ==
  \/ \E d \in Devices : Appears(d) \/ Snapshot(d)
  \/ CompareTenant \/ Trouble \/ Settle
  \/ ReadControl \/ Publish \/ StartRun \/ EndRun \/ AppendOther \/ Force
  \/ \E w \in Writers : Decide(w) \/ AppendChange(w) \/ ReadBack(w)

Spec == Init /\ [][Next]_vars

Alike == Permutations(Devices) \union Permutations(Writers)

-----------------------------------------------------------------------------
(* Properties *)

Raise(i) == Counts(i) /\ control[i].kind = "share" /\ ShareAt(i) > ShareAt(i - 1)

\* 8. A change that counts was decided on the cutover as it then was: nobody's change is overwritten unseen.
DecidedOnWhatIs ==
  \A i \in 1..Len(control) : Counts(i) /\ control[i].kind = "share" => control[i].decidedOn = ChangedAt(i - 1)

\* 8. A raise rests on a clean comparison that was begun behind the last change, a lowering above all.
ProvenBehindLastChange ==
  \A i \in 1..Len(control) : Raise(i) => control[i].began >= ChangedAt(i - 1)

\* 10. Nobody reads from PostgreSQL but where the tenant was verified when that was published, or has been
\*     while it was in the cohort this time.
ProofBeforeCutover ==
  \A c \in 0..Len(control), p \in 0..Len(proofs), d \in Devices :
    Reads(c, p, d) = "target" =>
      \/ EntryAt(p).state = "verified" /\ EntryAt(p).truly
      \/ EntryAt(p).state = "waiting" /\ \E m \in proven : m >= EnteredAt(c)

\* 10. ... and where the device's own snapshot is applied, whatever the others' are.
OwnSnapshot ==
  \A c \in 0..Len(control), p \in 0..Len(proofs), d \in Devices :
    Reads(c, p, d) = "target" => d \in facts.applied

\* 8, 12. Whoever knows of a lowering follows it, and whoever knows of drift, whatever else lags.
LoweringWins ==
  \A c \in 0..Len(control), p \in 0..Len(proofs), d \in Devices :
    ~InCohort(c) \/ EntryAt(p).state = "drift" => Reads(c, p, d) = "legacy"

\* 10, 14. When all that is known has been read, reads are where they should be.
KnownToAll == fold.read = Len(control) /\ Entry = EntryAt(Len(proofs))
InTheEnd ==
  KnownToAll => \A d \in Devices :
    /\ facts.drifts \/ ~InCohort(Len(control)) => Reads(Len(control), Len(proofs), d) = "legacy"
    /\ TrulyVerified /\ InCohort(Len(control)) /\ d \in facts.seen => Reads(Len(control), Len(proofs), d) = "target"

-----------------------------------------------------------------------------
Scenarios ==
  LET end == Len(control)
      now(d) == Reads(end, Len(proofs), d)
  IN
  /\ Scenario(1, "a tenant moves", \E d \in Devices : now(d) = "target")
  /\ Scenario(2, "one device reads from PostgreSQL, the other from its store", \E d, e \in Devices : now(d) = "target" /\ now(e) = "legacy")
  /\ Scenario(3, "a tenant is held back by a device without a snapshot",
       KnownToAll /\ InCohort(end) /\ facts.applied # {} /\ facts.compared = facts.applied /\ facts.seen # facts.applied
       /\ \A d \in Devices : now(d) = "legacy")
  /\ Scenario(4, "something waits, and the tenant goes on reading", \E d \in Devices : facts.waits /\ KnownToAll /\ now(d) = "target")
  /\ Scenario(5, "drift brings it back", KnownToAll /\ facts.drifts /\ InCohort(end) /\ Len(proofs) > 1 /\ proofs[Len(proofs) - 1].reading)
  /\ Scenario(6, "two decide at once, and one loses", \E i \in 1..end : ~Counts(i) /\ control[i].decidedOn # ChangedAt(i - 1))
  /\ Scenario(7, "one loses to something else, and is written again",
       \E i, j \in 1..end : i < j /\ ~Counts(i) /\ Counts(j) /\ control[j].kind = "share"
                            /\ [control[i] EXCEPT !.from = 0] = [control[j] EXCEPT !.from = 0])
  /\ Scenario(8, "a lowering while a comparison runs", run.runs /\ run.behind < ChangedAt(end) /\ ShareAt(end) < ShareAt(run.behind))
  /\ Scenario(9, "lowered and raised again", \E i, j \in 1..end : i < j /\ Raise(j) /\ Counts(i) /\ ShareAt(i) < ShareAt(i - 1))
  /\ Scenario(10, "a proof that is older than the raise", \E d \in Devices : now(d) = "target" /\ EntryAt(Len(proofs)).control < EnteredAt(end))
=============================================================================
