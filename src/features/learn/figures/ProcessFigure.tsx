import { SegmentedControl, Switch } from "@mantine/core";
import { useMemo, useState } from "react";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { createSelection } from "../../../state/selection.ts";
import { fixedText, signedText } from "../../../ui/numbers.ts";
import { type FigureModel, figureModels } from "../../../ui/token-figure/model.ts";
import type { Side } from "../../../ui/token-figure/sides.ts";
import { TokenFigure } from "../../../ui/token-figure/TokenFigure.tsx";
import { Covered } from "../parts/Covered.tsx";
import { Figure } from "../parts/Figure.tsx";
import { lessonPair } from "../recordings/lesson-pair.ts";
import classes from "./Figures.module.css";
import { ModelKey } from "./ModelKey.tsx";
import { pairRow } from "./pair-rows.ts";
import { TokenFacts } from "./TokenFacts.tsx";

const words = {
  title: msg("Two answers to one problem"),
  right: msg("the right answer"),
  wrong: msg("the wrong answer"),
  response: msg("Answer"),
  truth: msg("show the exact value V*"),
  outcome: msg("outcome reward"),
  caption: msg(
    "Chips are tokens, coloured by generation probability: the stronger the colour, the less likely the token was. Under them stand the verifier's steps. Thick lines join the rewards at step ends, thin ones follow every token. Point at a token, or walk with the arrow keys.",
  ),
};

const models = figureModels([
  { id: "bt", name: "BT", method: "bt" },
  { id: "icrm", name: "ICRM", method: "icrm" },
]);
const selection = createSelection();

/** Lesson 1: first only the outcome rewards; after the reader's prediction, the process rewards under every token. */
export function ProcessFigure() {
  const [side, setSide] = useState<Side>("rejected");
  const [truth, setTruth] = useState(false);
  const row = useMemo(() => {
    const bare = pairRow(side, truth ? "class" : "policy");
    return [truth ? { ...bare, exact: lessonPair[side].exact } : bare];
  }, [side, truth]);
  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          <SegmentedControl
            aria-label={translated(words.response)}
            value={side}
            onChange={(value) => setSide(value as Side)}
            data={[
              { value: "chosen", label: translated(words.right) },
              { value: "rejected", label: translated(words.wrong) },
            ]}
          />
          <Switch
            label={translated(words.truth)}
            checked={truth}
            onChange={(event) => setTruth(event.currentTarget.checked)}
          />
        </>
      }
      caption={translated(words.caption)}
    >
      <p className={classes.prompt}>{lessonPair.prompt}</p>
      <Outcomes />
      <Covered height={320}>
        <ModelKey models={models} truth={truth} />
        <div data-symbol="r sigma">
          <TokenFigure
            trajectories={row}
            models={models}
            scale="sigma"
            selection={selection}
            live={false}
            onPin={(pinned) => selection.setState({ pinned })}
            onActivate={() => {}}
            parts={[]}
          />
        </div>
        <TokenFacts selection={selection} rows={row} models={models} />
      </Covered>
    </Figure>
  );
}

/** The outcome rewards: one number per answer, as a leaderboard shows. */
function Outcomes() {
  return (
    <table className={classes.outcomes} data-symbol="outcome">
      <thead>
        <tr>
          <th scope="col">{translated(words.outcome)}</th>
          <th scope="col">{translated(words.right)}</th>
          <th scope="col">{translated(words.wrong)}</th>
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.id}>
            <th scope="row">{model.name}</th>
            {(["chosen", "rejected"] as const).map((side) => (
              <td key={side}>{outcomeText(model, side)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function outcomeText({ id }: FigureModel, side: Side): string {
  const reward = lessonPair[side].rewards[id as "bt"].at(-1) as number;
  return `${signedText(reward)}, σ ${fixedText(sigmoid(reward), 2)}`;
}
