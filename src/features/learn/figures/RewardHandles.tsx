import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { AXIS_MARGIN, type Axis } from "../../../ui/token-figure/axis.ts";
import { type ColumnLayout, visibleText } from "../../../ui/token-figure/columns.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { RewardRow } from "../../../ui/token-figure/RewardRow.tsx";
import classes from "./Figures.module.css";

interface RewardHandlesProps {
  /** Process rewards at every token. */
  rewards: readonly number[];
  texts: readonly string[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
  colour: string;
  /** The label for screen readers: what is moved. */
  label: string;
  onMove(token: number, reward: number): void;
}

const STEP = 0.25;
const LEAP = 1;

/**
 * Process rewards that a person can move: every token has a handle that can be dragged, or focused and moved by arrow
 * keys.
 */
export function RewardHandles(props: RewardHandlesProps) {
  const { rewards, texts, axis, layout, palette, colour, label, onMove } = props;
  const [low, high] = axis.domain;
  const [reached, reach] = useState(0);
  const drawing = useRef<SVGSVGElement>(null);
  const at = (token: number) => layout.columns[token + 1]?.center ?? 0;
  const move = (token: number, reward: number) => onMove(token, Math.min(high, Math.max(low, reward)));

  const drag = (token: number, { buttons, clientY }: PointerEvent<SVGElement>) => {
    if (buttons === 0 || !drawing.current) return;
    const y = clientY - drawing.current.getBoundingClientRect().top;
    move(token, high - ((y - AXIS_MARGIN) / (axis.height - 2 * AXIS_MARGIN)) * (high - low));
  };
  const press = (token: number, event: KeyboardEvent<SVGElement>) => {
    const reward = rewards[token] as number;
    const by = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: LEAP, PageDown: -LEAP }[event.key];
    const to = { ArrowLeft: token - 1, ArrowRight: token + 1, Home: 0, End: rewards.length - 1 }[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    if (by !== undefined) move(token, reward + by);
    else drawing.current?.querySelectorAll<SVGElement>("[role=slider]")[to as number]?.focus();
  };

  return (
    <RewardRow ref={drawing} axis={axis} width={layout.width} palette={palette} role="group" aria-label={label}>
      <polyline
        points={rewards.map((reward, token) => `${at(token)},${axis.y(reward).toFixed(1)}`).join(" ")}
        fill="none"
        stroke={colour}
        strokeWidth={2}
      />
      {rewards.map((reward, token) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
          key={token}
          role="slider"
          tabIndex={token === reached ? 0 : -1}
          aria-orientation="vertical"
          aria-label={t("{label}, token {token}, {value}", {
            label,
            token: token + 1,
            value: visibleText(texts[token] ?? ""),
          })}
          aria-valuemin={low}
          aria-valuemax={high}
          aria-valuenow={Number(reward.toFixed(2))}
          className={classes.handle}
          cx={at(token)}
          cy={axis.y(reward)}
          r={7}
          fill={colour}
          stroke={palette.paper}
          strokeWidth={2}
          onFocus={() => reach(token)}
          onKeyDown={(event) => press(token, event)}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => drag(token, event)}
        />
      ))}
    </RewardRow>
  );
}
