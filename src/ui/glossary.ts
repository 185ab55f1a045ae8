import { msg } from "../i18n/msg.ts";
/** A symbol of the formulas with the explanation that every page shows. */
export interface GlossaryEntry {
  /**
   * How the symbol is written in a line of text; `_` and `^` begin a subscript and a superscript, up to the next space.
   */
  written: string;
  /** The symbol's name in the field. */
  name: string;
  /** One or two sentences for a reader who meets the symbol for the first time. */
  meaning: string;
}

/** All symbols that lessons and pages use (docs/method.md has the mathematics). */
export const GLOSSARY = {
  x: { written: "x", name: msg("prompt"), meaning: msg("The problem that is to be answered.") },
  y: {
    written: "y_t",
    name: msg("response token"),
    meaning: msg("The t-th token of the response; y_1 … y_t is a prefix of it."),
  },
  t: { written: "t", name: msg("position"), meaning: msg("How many tokens of the response have been read so far.") },
  n: { written: "n", name: msg("length"), meaning: msg("How many tokens the response has. The last one ends it.") },
  chosen: {
    written: "c",
    name: msg("chosen"),
    meaning: msg("Of the response that was preferred. In this world that is the right answer."),
  },
  rejected: {
    written: "j",
    name: msg("rejected"),
    meaning: msg("Of the response that was not preferred. In this world that is the wrong answer."),
  },
  r: {
    written: "r_t",
    name: msg("process reward"),
    meaning: msg(
      "What the reward model says after reading the first t tokens of the response. Any number; higher is better.",
    ),
  },
  outcome: {
    written: "r_n",
    name: msg("outcome reward"),
    meaning: msg("The reward at the last token, after the whole response has been read. Responses are compared by it."),
  },
  sigma: {
    written: "σ",
    name: msg("logistic function"),
    meaning: msg("Turns any number into one between 0 and 1: σ(0) is one half, and large numbers come close to 1."),
  },
  q: {
    written: "q_t",
    name: msg("generation probability"),
    meaning: msg("How likely the generator is to write the next token, given the prompt and the first t tokens."),
  },
  V: {
    written: "V_t",
    name: msg("value of a prefix"),
    meaning: msg("How likely the response is to end right if the generator goes on writing from here."),
  },
  Vhat: {
    written: "V̂_t",
    name: msg("measured value"),
    meaning: msg("An estimate of the value: the share of K roll-outs from this prefix that ended right."),
  },
  Vstar: {
    written: "V*_t",
    name: msg("exact value"),
    meaning: msg(
      "The value if the class of students goes on writing. It is summed over all students, without sampling.",
    ),
  },
  K: {
    written: "K",
    name: "roll-outs",
    meaning: msg("How often the generator went on writing from one and the same prefix."),
  },
  L: { written: "L", name: msg("loss"), meaning: msg("What training makes smaller.") },
  Lbt: {
    written: "L_bt",
    name: msg("Bradley–Terry loss"),
    meaning: msg("Small when the outcome reward of the chosen response is well above that of the rejected one."),
  },
  Lsft: {
    written: "L_sft",
    name: msg("text-generation loss"),
    meaning: msg(
      "A second head learns to write the chosen response. This keeps the hidden states rich; GRM and ICRM have it.",
    ),
  },
  Licr: {
    written: "L_icr",
    name: msg("consistency loss"),
    meaning: msg("The mean of weighted edge scores over all edges of a batch, divided by the running normaliser Z."),
  },
  rho: {
    written: "ρ",
    name: msg("share of consistency"),
    meaning: msg("How much the consistency loss counts beside Bradley–Terry: ρ to 1 − ρ. The paper takes 0.1."),
  },
  b: {
    written: "b",
    name: msg("baseline"),
    meaning: msg("The mean process reward of the other response of the pair. No gradient flows through it."),
  },
  d: {
    written: "d_t",
    name: msg("likeness to the label"),
    meaning: msg(
      "How far a prefix already looks like its label, between 0 and 1: for a chosen response, how far its reward is above the mean of the rejected one; for a rejected response, how far it is below the mean of the chosen one.",
    ),
  },
  s: {
    written: "s_t",
    name: msg("edge score"),
    meaning: msg("What one edge adds to the consistency loss before it is weighed."),
  },
  sg: {
    written: "sg",
    name: msg("stop gradient"),
    meaning: msg(
      "A value inside sg(·) counts as a fixed number: training does not change a reward in order to change that value.",
    ),
  },
  w: {
    written: "w_t",
    name: msg("edge weight"),
    meaning: msg("Twice the generation probability of the token that the edge leads to."),
  },
  A: {
    written: "A",
    name: msg("weighted mean score"),
    meaning: msg("The sum of score times weight over the edges of a batch, divided by how many edges there are."),
  },
  E: {
    written: "E",
    name: msg("number of edges"),
    meaning: msg("Edges between neighbouring response tokens, of all responses in a batch."),
  },
  Z: {
    written: "Z",
    name: msg("running normaliser"),
    meaning: msg(
      "A running mean of how well weighed prefixes already look like their labels. It keeps the size of the loss steady.",
    ),
  },
  epsilon: {
    written: "ε",
    name: msg("a tiny number"),
    meaning: msg("One millionth. It keeps logarithms and divisions finite."),
  },
  N: { written: "N", name: msg("choices"), meaning: msg("How many responses a reward model chooses from.") },
  KL: {
    written: "KL",
    name: msg("distance from the base policy"),
    meaning: msg("How far the way to answer has moved from that of the base policy, in nats."),
  },
  beta: {
    written: "β",
    name: msg("strength of the leash"),
    meaning: msg(
      "In DPO: the larger β, the sooner a preference counts as learnt, and the closer the policy stays to its base.",
    ),
  },
  pi: {
    written: "π",
    name: msg("policy"),
    meaning: msg("The language model that writes: the probability it gives a response."),
  },
  piref: {
    written: "π_ref",
    name: msg("reference policy"),
    meaning: msg("The policy as it was before tuning. It is frozen."),
  },
  bt: {
    written: "BT",
    name: msg("Bradley–Terry reward model"),
    meaning: msg(
      "Learns from whole responses alone: the chosen one is to end with a higher reward than the rejected one.",
    ),
  },
  grm: {
    written: "GRM",
    name: msg("generalisable reward model"),
    meaning: msg("Bradley–Terry, beside a second head that learns to write the chosen response."),
  },
  icrm: {
    written: "ICRM",
    name: msg("intra-trajectory consistency reward model"),
    meaning: msg(
      "Like GRM, and neighbouring process rewards are to agree the more, the more probable the token between them was.",
    ),
  },
  prm: {
    written: "PRM",
    name: msg("process reward model"),
    meaning: msg("Learns from a label for every step of a response: right so far, or not."),
  },
  bound: {
    written: "1 − q",
    name: msg("bound of an edge"),
    meaning: msg(
      "How far a value can move over one token: by 1 − q at most, since with probability q nothing else could have come. Over several tokens their probabilities are multiplied (Πq).",
    ),
  },
  edge: {
    written: "edge",
    name: msg("edge"),
    meaning: msg(
      "From one token to the next, or from one step end to the next. An edge is marked ▲ where σ(r) moves by more than 1 − q (1 − Πq): there the reward cannot be a value. The fewer such edges, the more consistent is the reward; it can be consistent and still wrong.",
    ),
  },
} as const satisfies Record<string, GlossaryEntry>;

export type SymbolId = keyof typeof GLOSSARY;

export function glossaryEntry(id: SymbolId): GlossaryEntry {
  return GLOSSARY[id];
}

export function isSymbol(id: string): id is SymbolId {
  return Object.hasOwn(GLOSSARY, id);
}
