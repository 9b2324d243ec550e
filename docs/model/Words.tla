------------------------------- MODULE Words -------------------------------
(* What all modules use. *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

Max(S) == IF S = {} THEN 0 ELSE CHOOSE x \in S : \A y \in S : y <= x
Range(seq) == {seq[i] : i \in 1..Len(seq)}

(* Scenarios. A property can hold because nothing interesting happens. So each *)
(* module names what must happen, as an invariant that is always true and says *)
(* once when it is: the test fails where one of them is not said.              *)

ASSUME \A i \in 1..20 : TLCSet(i, FALSE)

Scenario(i, name, happens) ==
  happens => (TLCGet(i) \/ (PrintT("scenario " \o name) /\ TLCSet(i, TRUE)))
=============================================================================
