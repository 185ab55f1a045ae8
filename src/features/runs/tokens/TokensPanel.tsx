import { Button, SegmentedControl, Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { storedModelId } from "../../../storage/stored-model.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import classes from "../RunsPage.module.css";
import type { CompareScale } from "./compared.ts";
import { examplePair, type TextPair } from "./example-pair.ts";
import { PairFields } from "./PairFields.tsx";
import { RunsFigure } from "./RunsFigure.tsx";
import own from "./TokensPanel.module.css";
import { useJudged } from "./use-judged.ts";

interface TokensPanelProps {
  runs: readonly RunRecord[];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** Compares the rewards of two runs for one pair of responses, token by token. */
export function TokensPanel({ runs, strokes }: TokensPanelProps) {
  const able = useMemo(() => runs.filter(({ hasCheckpoint }) => hasCheckpoint), [runs]);
  const [chosenIds, setChosenIds] = useState<{ first?: string; second?: string }>({});
  const first = able.find(({ id }) => id === chosenIds.first) ?? able[0];
  const second =
    able.find(({ id }) => id === chosenIds.second && id !== first?.id) ?? able.find((run) => run !== first);
  const [seed, setSeed] = useState(0);
  const [pair, setPair] = useState<TextPair>(() => examplePair(0));
  const [scale, setScale] = useState<CompareScale>("sigma");
  const { judged, error, busy } = useJudged(first, second, pair);

  if (!first || !second) {
    return (
      <p className={classes.hint}>
        {runs.length > able.length
          ? t("Select two runs that have a trained reward model: those that were interrupted or failed have none yet.")
          : t("Select two runs that have a trained reward model.")}
      </p>
    );
  }
  const choices = able.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={own.tokens}>
      <div className={own.pairControls}>
        {able.length > 2 && (
          <>
            <Select
              label={t("First run")}
              data={choices}
              value={first.id}
              allowDeselect={false}
              onChange={(id) => id && setChosenIds({ first: id, second: second.id })}
            />
            <Select
              label={t("Second run")}
              data={choices.filter(({ value }) => value !== first.id)}
              value={second.id}
              allowDeselect={false}
              onChange={(id) => id && setChosenIds({ first: first.id, second: id })}
            />
          </>
        )}
        <Button
          variant="default"
          onClick={() => {
            setSeed(seed + 1);
            setPair(examplePair(seed + 1));
          }}
        >
          {t("Another example")}
        </Button>
        <SegmentedControl
          aria-label={t("Scale of the rewards")}
          value={scale}
          onChange={(value) => setScale(value as CompareScale)}
          data={[
            { value: "sigma", label: "σ(r)" },
            { value: "raw", label: t("raw r") },
            { value: "centred", label: t("r − mean") },
          ]}
        />
      </div>
      <PairFields pair={pair} onChange={setPair} />
      {error && <ErrorPanel report={error} />}
      {!judged && !error && <p className={classes.hint}>{t("Both reward models are reading the pair…")}</p>}
      {judged && (
        <div aria-busy={busy} data-busy={busy || undefined} className={own.judged}>
          <RunsFigure
            first={{ name: judged.first.name, stroke: strokeOf(strokes, judged.first) }}
            second={{ name: judged.second.name, stroke: strokeOf(strokes, judged.second) }}
            trajectories={judged.trajectories}
            firstId={storedModelId(judged.first.id)}
            secondId={storedModelId(judged.second.id)}
            scale={scale}
          />
        </div>
      )}
    </div>
  );
}

function strokeOf(strokes: ReadonlyMap<string, RunStroke>, { id }: RunRecord): RunStroke {
  return strokes.get(id) ?? { colour: "currentColor", dash: [] };
}
