import { type KeyboardEvent, type Ref, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../i18n/i18n.ts";
import type { Selection, TokenPlace } from "../../state/selection.ts";
import { probabilityText } from "../../ui/numbers.ts";
import { Term } from "../../ui/Term.tsx";
import { visibleText } from "../../ui/token-figure/columns.ts";
import type { FigureModel, FigureTrajectory } from "../../ui/token-figure/model.ts";
import { Alternatives, type AlternativesProps } from "./Alternatives.tsx";
import { chipAt } from "./chip.ts";
import { ExactFacts } from "./ExactFacts.tsx";
import { RewardFacts } from "./RewardFacts.tsx";
import classes from "./TokenDetails.module.css";
import { ValueFacts } from "./ValueFacts.tsx";

interface TokenDetailsProps extends Pick<AlternativesProps, "busy" | "onBranch"> {
  ref: Ref<HTMLDivElement>;
  trajectories: readonly FigureTrajectory[];
  models: readonly FigureModel[];
  /** The token under the pointer and the pinned one, as the figure has them. */
  selection: StoreApi<Selection>;
}

/** The numbers of the token under the pointer, the focus or the pin. Always rendered, so that nothing below moves. */
export function TokenDetails({ ref, trajectories, models, selection, busy, onBranch }: TokenDetailsProps) {
  const pointed = useShownPlace(selection);
  const pinned = useStore(selection, (state) => state.pinned !== null);
  const isThere = trajectories.some(({ id, tokens }) => id === pointed?.branchId && pointed.column <= tokens.length);
  const place = isThere ? pointed : leastLikely(trajectories);
  const trajectory = trajectories.find(({ id }) => id === place?.branchId);
  const token = place && trajectory?.tokens[place.column - 1];

  const letGo = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    selection.setState({ pinned: null });
    chipAt(place)?.focus();
  };

  return (
    <section
      ref={ref}
      data-part="details"
      className={classes.details}
      aria-label={t("Token under the crosshair")}
      onKeyDown={letGo}
    >
      {place && trajectory && (
        <>
          <div className={classes.facts}>
            <p className={classes.title}>
              <span className={classes.glyph}>{token ? visibleText(token.text) : t("prompt")}</span>
              <span>
                {token
                  ? t("token {column} of {tokens}, trajectory {letter}", {
                      column: place.column,
                      tokens: trajectory.tokens.length,
                      letter: trajectory.letter,
                    })
                  : t("end of the prompt, trajectory {letter}", { letter: trajectory.letter })}
                {pinned && t(" · pinned, Escape lets go")}
                {!isThere && t(" · the least likely; point at another")}
              </span>
            </p>
            {token && (
              <p className={classes.probabilities}>
                <span>
                  <Term id="q">q</Term> <b>{probabilityText(token.q)}</b> <small>{t("generation probability")}</small>
                </span>
                <span>
                  p <b>{probabilityText(token.p)}</b> <small>{t("drawn with")}</small>
                </span>
                <span>
                  <Term id="bound">1 − q</Term> <b>{probabilityText(1 - token.q)}</b>
                </span>
              </p>
            )}
            {trajectory.exact && <ExactFacts exact={trajectory.exact} column={place.column} />}
            <ValueFacts trajectory={trajectory} column={place.column} />
            <RewardFacts trajectory={trajectory} column={place.column} models={models} />
          </div>
          {token && <Alternatives branchId={trajectory.id} index={place.column - 1} {...{ token, busy, onBranch }} />}
        </>
      )}
    </section>
  );
}

/**
 * The pinned token, or the one under the pointer, or the last that was under it, so that the pointer can move to the
 * details.
 */
function useShownPlace(selection: StoreApi<Selection>): TokenPlace | null {
  const [shown, setShown] = useState<TokenPlace | null>(null);
  useEffect(() => {
    const follow = ({ hovered, pinned }: Selection) => setShown((before) => pinned ?? hovered ?? before);
    follow(selection.getState());
    return selection.subscribe(follow);
  }, [selection]);
  return shown;
}

/**
 * The token with the lowest probability, where the trajectory was decided most: shown until a person points at another.
 */
function leastLikely(trajectories: readonly FigureTrajectory[]): TokenPlace | null {
  const active = trajectories.find((trajectory) => trajectory.active);
  if (!active || active.tokens.length === 0) return null;
  const lowest = active.tokens.reduce((best, { q }, i, all) => (q < (all[best]?.q ?? 1) ? i : best), 0);
  return { branchId: active.id, column: lowest + 1 };
}
