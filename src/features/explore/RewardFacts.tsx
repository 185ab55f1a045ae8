import { type ConsistencyEdge, consistencyEdges, stepEdges } from "../../engine/evaluation/edges.ts";
import { sigmoid } from "../../engine/statistics/logistic.ts";
import { t } from "../../i18n/i18n.ts";
import { fixedText, signedText, smallText } from "../../ui/numbers.ts";
import { Term } from "../../ui/Term.tsx";
import type { FigureModel, FigureTrajectory } from "../../ui/token-figure/model.ts";
import { stepEnds } from "../../ui/token-figure/step-ends.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./TokenDetails.module.css";

interface RewardFactsProps {
  trajectory: FigureTrajectory;
  column: number;
  models: readonly FigureModel[];
}

/**
 * The reward of every model at a token, and whether it moved further than the token's probability allows; at the end of
 * a step, also whether it moved further over the step than the probabilities of its tokens allow.
 */
export function RewardFacts({ trajectory, column, models }: RewardFactsProps) {
  const palette = usePalette();
  const q = trajectory.tokens.map((token) => token.q);
  const ends = trajectory.steps.length > 0 ? stepEnds(trajectory) : [];
  const isStepEnd = column > 0 && ends.includes(column);
  const rows = models.flatMap((model) => {
    const rewards = trajectory.rewards[model.id] ?? [];
    const reward = rewards[column];
    if (reward === undefined || Number.isNaN(reward)) return [];
    const step = isStepEnd ? stepEdges(rewards, q, ends).find(({ to }) => to === column) : undefined;
    return [{ model, reward, edge: consistencyEdges(rewards, q).find(({ to }) => to === column), step }];
  });
  if (rows.length === 0) {
    const none =
      models.length === 0 ? t("No reward model is loaded.") : t("No reward model has judged the text up to here.");
    return <p className={classes.hint}>{none}</p>;
  }
  return (
    <table className={classes.rewards}>
      <thead>
        <tr>
          <th scope="col">{t("reward model")}</th>
          <th scope="col">
            <Term id="r">r</Term>
          </th>
          <th scope="col">
            <Term id="sigma">σ(r)</Term>
          </th>
          <th scope="col">|Δσ(r)|</th>
          <th scope="col">
            <Term id="bound">1 − q</Term>
          </th>
          {isStepEnd && (
            <>
              <th scope="col">{t("over the step")}</th>
              <th scope="col">1 − Πq</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ model, reward, edge, step }) => (
          <tr key={model.id}>
            <th scope="row" style={{ color: palette.model(model) }}>
              {model.name}
            </th>
            <td>{signedText(reward)}</td>
            <td>{fixedText(sigmoid(reward), 3)}</td>
            <EdgeCells edge={edge} />
            {isStepEnd && <EdgeCells edge={step} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EdgeCells({ edge }: { edge: ConsistencyEdge | undefined }) {
  const palette = usePalette();
  if (!edge) {
    return (
      <>
        <td>–</td>
        <td />
      </>
    );
  }
  return (
    <>
      <td>{smallText(edge.delta)}</td>
      <td>
        {edge.broken ? (
          <span style={{ color: palette.wrong }}>{t("▲ > {bound}", { bound: smallText(edge.bound) })}</span>
        ) : (
          <span>≤ {smallText(edge.bound)}</span>
        )}
      </td>
    </>
  );
}
