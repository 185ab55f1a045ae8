/** The dials that are varied to see when consistency helps. */
export const DIALS = ["pairs", "cue", "events", "fillers"] as const;

export type Dial = (typeof DIALS)[number];

export interface DialInfo {
  /** The name of the axis. */
  name: string;
  about: string;
}

export const dials: Record<Dial, DialInfo> = {
  pairs: { name: "training pairs", about: "How many pairs are learnt from." },
  cue: {
    name: "share of pairs whose rejected answer has the cue",
    about: "How strong a spurious cue is in the pairs that are learnt from; it says nothing in those that are judged.",
  },
  events: { name: "clauses", about: "How long problems are, in learning as in judging: more clauses take more steps." },
  fillers: {
    name: "probability of a filler before a step",
    about: "How varied q is, in learning as in judging: fillers are unlikely tokens that change no value.",
  },
};
