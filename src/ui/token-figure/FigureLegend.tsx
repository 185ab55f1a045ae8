import type { ReactNode } from "react";
import { consistencyEdges, stepEdges } from "../../engine/evaluation/edges.ts";
import { valueEdges } from "../../engine/evaluation/value-edges.ts";
import { t } from "../../i18n/i18n.ts";
import type { RewardScale } from "../../state/explore-state.ts";
import { isSymbol } from "../glossary.ts";
import { lights } from "../lit/lit.ts";
import { Term } from "../Term.tsx";
import type { FigureModel, FigureTrajectory } from "./model.ts";
import { stepEnds } from "./step-ends.ts";
import {
  bandOpacity,
  comparedDash,
  diamondPath,
  endPath,
  exactWidth,
  measuredDash,
  squarePath,
  tokenStroke,
  whiskerPath,
} from "./strokes.ts";
import classes from "./TokenFigure.module.css";
import { usePalette } from "./use-palette.ts";

interface FigureLegendProps {
  trajectories: readonly FigureTrajectory[];
  models: readonly FigureModel[];
  scale: RewardScale;
}

const SCALE_STEPS = 12;

/** The legend of the figure's colours, dashes and triangles. */
export function FigureLegend({ trajectories, models, scale }: FigureLegendProps) {
  const palette = usePalette();
  const active = trajectories.find((trajectory) => trajectory.active);
  return (
    <div className={classes.legend} data-part="legend">
      <span className={classes.legendItem}>
        <Term id="q">{t("generation probability q")}</Term> 0
        <span className={classes.scale} aria-hidden>
          {Array.from({ length: SCALE_STEPS }, (_, i) => i / (SCALE_STEPS - 1)).map((q) => (
            <span key={q} style={{ backgroundColor: palette.chip(q) }}>
              <span style={{ height: `${100 * q}%`, backgroundColor: palette.muted }} />
            </span>
          ))}
        </span>
        1
      </span>
      {models.map((model) => (
        <span key={model.id} className={classes.legendItem} data-testid={`legend-${model.id}`} {...lights(model.id)}>
          <i className={classes.swatch} style={{ backgroundColor: palette.model(model) }} aria-hidden />
          {model.method && isSymbol(model.method) ? <Term id={model.method}>{model.name}</Term> : model.name}
          {active && <EdgeCounts trajectory={active} model={model} />}
        </span>
      ))}
      {active?.exact && <ExactLegend trajectory={active} scale={scale} />}
      {active && active.values.length > 0 && <ValueLegend trajectory={active} scale={scale} />}
      {scale === "sigma" && active && (active.exact || active.values.length > 0) && (
        <span className={classes.legendItem}>
          <svg width="18" height="12" aria-hidden>
            <rect width="18" height="12" fill={palette.truth} fillOpacity={bandOpacity} />
          </svg>
          {t("where V may go: {values} ± (1 − Πq), q of the tokens since", {
            values: active.values.length > 0 ? "V̂" : "V*",
          })}
        </span>
      )}
      {models.length > 0 && (
        <>
          <Sample label={t("at step ends; light: at every token")}>
            <line x2="26" y1="8" y2="8" stroke={palette.muted} strokeWidth="2" />
            <polyline
              points="0,3 7,11 13,2 19,10 26,4"
              fill="none"
              stroke={palette.muted}
              strokeWidth={tokenStroke.width}
              strokeOpacity={tokenStroke.opacity}
            />
          </Sample>
          <span className={classes.legendItem}>
            <svg width="18" height="12" aria-hidden>
              <rect y="3" width="18" height="9" fill={palette.allowed} />
              <line x2="18" y1="3" y2="3" stroke={palette.muted} />
            </svg>
            <Term id="bound">{t("bound 1 − q of a token, 1 − Πq from step end to step end")}</Term>
          </span>
        </>
      )}
      {trajectories.length > 1 && (
        <Sample label={t("compared trajectory")}>
          <line x2="26" y1="7" y2="7" stroke={palette.ink} strokeWidth="1.5" strokeDasharray={comparedDash} />
        </Sample>
      )}
    </div>
  );
}

/** How often a reward model moves by more than the bound, from token to token and from step end to step end. */
function EdgeCounts({ trajectory, model }: { trajectory: FigureTrajectory; model: FigureModel }) {
  const palette = usePalette();
  const q = trajectory.tokens.map((token) => token.q);
  const rewards = trajectory.rewards[model.id] ?? [];
  const edges = consistencyEdges(rewards, q);
  if (edges.length === 0) return null;
  const steps = trajectory.steps.length > 0 ? stepEdges(rewards, q, stepEnds(trajectory)) : [];
  const brokenOf = (all: readonly { broken: boolean }[]) => ({
    broken: all.filter(({ broken }) => broken).length,
    all: all.length,
  });
  return (
    <span className={classes.legendNote}>
      {/* One button: on a narrow page, what is outside of it would begin a line of its own. */}
      <Term id="edge">
        <b style={{ color: palette.wrong }}>▲</b> {t("{broken} of {all} edges above 1 − q", brokenOf(edges))}
        {steps.length > 0 && t(", {broken} of {all} steps above 1 − Πq", brokenOf(steps))}
      </Term>
    </span>
  );
}

function Sample({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className={classes.legendItem}>
      <svg width="26" height="14" aria-hidden>
        {children}
      </svg>
      {label}
    </span>
  );
}

function ExactLegend({ trajectory: { exact }, scale }: { trajectory: FigureTrajectory; scale: RewardScale }) {
  const palette = usePalette();
  const unknown = exact?.tokens.indexOf(null) ?? -1;
  return (
    <span className={classes.legendItem} data-testid="legend-exact">
      <svg width="22" height="14" aria-hidden stroke={palette.truth} fill={palette.truth}>
        <line x2="22" y1="7" y2="7" strokeWidth={exactWidth(true)} />
        <path d={squarePath({ x: 11, y: 7 })} />
      </svg>
      <Term id="Vstar">{t("V* of the class, exact")}</Term>
      {(scale === "raw" || unknown >= 0) && (
        <span className={classes.legendNote}>
          {scale === "raw" && t("drawn beside σ(r) only")}
          {unknown >= 0 && (
            <>
              <svg width="10" height="10" aria-hidden stroke={palette.truth} strokeWidth="2">
                <path d={endPath({ x: 5, y: 5 })} />
              </svg>{" "}
              {t("ends before token {place}: no student of the class writes that there", { place: unknown + 1 })}
            </>
          )}
        </span>
      )}
    </span>
  );
}

function ValueLegend({ trajectory: { values, tokens }, scale }: { trajectory: FigureTrajectory; scale: RewardScale }) {
  const palette = usePalette();
  const edges = valueEdges(
    values,
    tokens.map((token) => token.q),
  );
  const single = edges.every(({ from, to }) => to.position - from.position === 1);
  return (
    <span className={classes.legendItem} data-testid="legend-truth">
      <svg width="22" height="18" aria-hidden stroke={palette.truth} strokeWidth="1.5">
        <line x2="22" y1="9" y2="9" strokeDasharray={measuredDash} />
        <path d={whiskerPath({ x: 11, top: 1, bottom: 17 })} />
        <path d={diamondPath({ x: 11, y: 9 })} fill={palette.paper} />
      </svg>
      <Term id="Vhat">{t("V̂ of the policy, roll-outs, 95 % interval")}</Term>
      <span className={classes.legendNote}>
        {scale === "raw" && t("drawn beside σ(r) only · ")}
        <b style={{ color: palette.wrong }}>▲</b>{" "}
        {t("{broken} of {all} edges above {bound} beyond sampling error", {
          broken: edges.filter(({ broken }) => broken).length,
          all: edges.length,
          bound: single ? "1 − q" : "1 − Πq",
        })}
      </span>
    </span>
  );
}
