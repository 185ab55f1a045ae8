import { useMemo } from "react";
import { VALUE_SYMBOLS, type ValueKind } from "../../../engine/evaluation/known-value.ts";
import type { ReportedValue } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { commonRange } from "../../../ui/histogram.ts";
import { fixedText, signedText } from "../../../ui/numbers.ts";
import type { Mark } from "../../../ui/plot/marks.ts";
import { Scatter, type ScatterPoint } from "../../../ui/plot/Scatter.tsx";
import { rewardAxis } from "../../../ui/token-figure/axis.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";

interface ValuesPlotProps {
  name: string;
  kind: ValueKind;
  values: readonly ReportedValue[];
}

const SHARE = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], spread: "even" } as const;
const [RIGHT, WRONG, UNKNOWN] = [0, 1, 2];
const kindNames: Record<ValueKind, string> = { exact: msg("exact"), measured: msg("measured") };

/** Known value against learned reward, one point per prefix: a good reward rises with the value. */
export function ValuesPlot({ name, kind, values }: ValuesPlotProps) {
  const symbol = VALUE_SYMBOLS[kind];
  const palette = usePalette();
  const marks = useMemo(
    (): Mark[] => [
      { shape: "dot", colour: palette.right, label: t("no wrong step yet") },
      { shape: "cross", colour: palette.wrong, label: t("after a wrong step") },
      { shape: "square", colour: palette.muted, label: t("steps unknown") },
    ],
    [palette],
  );
  const points = useMemo(
    () =>
      values.map(
        ({ value, reward, right }): ScatterPoint => ({
          x: reward,
          y: value,
          mark: (right === null ? UNKNOWN : right ? RIGHT : WRONG) as number,
        }),
      ),
    [values],
  );
  const x = useMemo(() => {
    const { domain, ticks } = rewardAxis(1, commonRange([points.map((point) => point.x)]));
    return { name: t("process reward r"), domain, ticks, spread: "even" } as const;
  }, [points]);
  const y = useMemo(
    () => ({ name: t("{kind} value {symbol}", { kind: translated(kindNames[kind]), symbol }), ...SHARE }),
    [kind, symbol],
  );
  const line = useMemo(() => {
    const [low, high] = x.domain;
    const curve = Array.from({ length: 41 }, (_, i): [number, number] => {
      const reward = low + (i / 40) * (high - low);
      return [reward, 1 / (1 + Math.exp(-reward))];
    });
    return { points: curve, label: `${symbol} = σ(r)` };
  }, [x, symbol]);
  const used = new Set(points.map(({ mark }) => mark));
  return (
    <Scatter
      label={t("The {kind} value against the process reward of {name} at {values} prefixes", {
        kind: translated(kindNames[kind]),
        name,
        values: values.length,
      })}
      points={points}
      marks={marks.filter((_, mark) => used.has(mark) || mark < UNKNOWN)}
      x={x}
      y={y}
      line={line}
      describe={(index) => {
        const point = values[index];
        if (!point) return "";
        const place =
          point.position < 0 ? t("end of the prompt") : t("after token {position}", { position: point.position + 1 });
        return t("{symbol} {value} · r {reward} · {place} of response {trajectory}", {
          symbol,
          value: fixedText(point.value, 2),
          reward: signedText(point.reward),
          place,
          trajectory: point.trajectory + 1,
        });
      }}
    />
  );
}
