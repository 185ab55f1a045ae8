import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import type { PolicyFigures } from "../../../engine/evaluation/judge-policy.ts";
import type { Difference, Estimate } from "../../../engine/statistics/estimate.ts";
import { holm } from "../../../engine/statistics/holm.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { AlignLane } from "../../../state/align-lane.ts";
import { fixedText, percentText, pointsText } from "../../../ui/numbers.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import type { AlignedPolicy, Alignment } from "../../../worker/alignment-records.ts";
import { bracketedEstimate, collapseWords, pText, winTieLossText } from "../texts.ts";
import classes from "./Results.module.css";

/** A row of the table with its texts for the base and for each tuned policy. */
interface Row {
  name: string;
  base(figures: PolicyFigures): ReactNode;
  tuned(policy: AlignedPolicy, adjusted: AdjustedGains): ReactNode;
}

const twoDecimals = (value: number) => fixedText(value, 2);

/** The p-value of every gain in the table, corrected for their number. */
type AdjustedGains = ReadonlyMap<Difference, number>;

const figure = (name: string, of: (figures: PolicyFigures) => Estimate, write: (value: number) => string): Row => ({
  name,
  base: (figures) => <Figure of={of(figures)} write={write} />,
  tuned: ({ tuned }) => <Figure of={of(tuned)} write={write} />,
});
const compared = (name: string, tuned: Row["tuned"]): Row => ({ name, base: () => "–", tuned });

const rows: readonly Row[] = [
  figure(msg("right, greedy"), ({ goldGreedy }) => goldGreedy, percentText),
  compared(msg("gain, paired"), ({ comparison }, adjusted) => <Gain of={comparison.greedyGain} adjusted={adjusted} />),
  compared(msg("win / tie / loss"), ({ comparison }) => winTieLossText(comparison.greedy)),
  figure(msg("right, temperature 1"), ({ goldSampled }) => goldSampled, percentText),
  compared(msg("gain, paired"), ({ comparison }, adjusted) => <Gain of={comparison.sampledGain} adjusted={adjusted} />),
  compared(msg("win / tie / loss"), ({ comparison }) => winTieLossText(comparison.sampled)),
  compared(msg("mean reward, base → tuned"), ({ base, tuned }) => (
    <>
      {fixedText(base.reward.value, 2)} → <Figure of={tuned.reward} write={twoDecimals} />
    </>
  )),
  figure(msg("KL to the base, nats"), ({ kl }) => kl, twoDecimals),
  figure(
    msg("length, tokens"),
    ({ length }) => length,
    (tokens) => fixedText(tokens, 1),
  ),
  {
    name: msg("collapse"),
    base: ({ collapse }) => <Collapse found={collapse.found} />,
    tuned: ({ tuned }) => <Collapse found={tuned.collapse.found} />,
  },
];

interface BaseAgainstTunedProps {
  result: Alignment;
  lanes: readonly AlignLane[];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** The table that compares base and tuned policies on the test problems, by the verifier. */
export function BaseAgainstTuned({ result, lanes, strokes }: BaseAgainstTunedProps) {
  const [first] = result.policies;
  if (!first) return null;
  const gains = result.policies.flatMap(({ comparison }) => [comparison.greedyGain, comparison.sampledGain]);
  const corrected = holm(gains.map(({ p }) => p));
  const adjusted: AdjustedGains = new Map(gains.map((gain, i) => [gain, corrected[i] as number]));
  const nameOf = (id: string) => lanes.find(({ reward }) => reward.id === id)?.reward.name ?? id;
  return (
    <section aria-labelledby="align-results" className={classes.results}>
      <h2 id="align-results">
        {t("Base against tuned on {count} test problems, by the verifier", { count: first.base.goldGreedy.count })}
      </h2>
      <Box component="section" className={classes.scroller} aria-label={t("Results")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t("base", {}, "policy")}</th>
              {result.policies.map(({ reward, status, step }) => (
                <th key={reward} scope="col" style={{ color: strokes.get(reward)?.colour }}>
                  {t("tuned to {name}", { name: translated(nameOf(reward)) })}
                  <small>
                    {status === "stopped" ? t("step {step}, stopped early", { step }) : t("step {step}", { step })}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, base, tuned }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are fixed, and two have the same name
              <tr key={i}>
                <th scope="row">{translated(name)}</th>
                <td>{base(first.base)}</td>
                {result.policies.map((policy) => (
                  <td key={policy.reward}>{tuned(policy, adjusted)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
      <p className={classes.note}>
        {t(
          "95 % intervals over problems, of each figure by itself. The {gains} gains are read together, so p is adjusted for all of them (Holm). The reward is each reward model's own; gold never is.",
          { gains: gains.length },
        )}
      </p>
    </section>
  );
}

function Figure({ of, write }: { of: Estimate; write: (value: number) => string }) {
  const { value, interval } = bracketedEstimate(of, write);
  return (
    <>
      <b>{value}</b> <small>{interval}</small>
    </>
  );
}

function Gain({ of, adjusted }: { of: Difference; adjusted: AdjustedGains }) {
  return (
    <>
      <Figure of={of} write={pointsText} /> <small>{pText(adjusted.get(of) ?? Number.NaN)}</small>
    </>
  );
}

function Collapse({ found }: { found: PolicyFigures["collapse"]["found"] }) {
  return found.length === 0 ? (
    t("none")
  ) : (
    <b className={classes.collapsed}>{t("collapsed: {found}", { found: collapseWords(found) })}</b>
  );
}
