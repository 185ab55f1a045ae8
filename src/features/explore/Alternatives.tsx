import { IconGitBranch } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { probabilityText } from "../../ui/numbers.ts";
import { visibleText } from "../../ui/token-figure/columns.ts";
import type { TokenRecord } from "../../worker/records.ts";
import classes from "./TokenDetails.module.css";

export interface AlternativesProps {
  branchId: number;
  index: number;
  token: TokenRecord;
  /** Whether the engine is busy, so that nothing can be branched off. */
  busy: boolean;
  /** Branches off at a token of a trajectory with another token in its place. */
  onBranch: (branchId: number, index: number, tokenId: number) => void;
}

/** The most probable tokens at a position; choosing one branches there. */
export function Alternatives({ branchId, index, token, busy, onBranch }: AlternativesProps) {
  return (
    <div className={classes.alternatives}>
      <p className={classes.barsLegend}>
        <Trans
          id="Alternatives: <i/> q generation <i2/> p drawn with"
          components={{ i: <i className={classes.generation} />, i2: <i className={classes.drawing} /> }}
        />
      </p>
      <ol onKeyDown={walk}>
        {possible(token).map(({ id, text, q, p }) => {
          const drawn = id === token.id;
          return (
            <li key={id}>
              <button
                type="button"
                className={classes.alternative}
                disabled={busy || drawn}
                aria-label={
                  drawn
                    ? t("{text}: the token that was drawn", { text })
                    : t("Branch here with {value}, q {q}, p {p}", {
                        value: text.trim() || visibleText(text),
                        q: probabilityText(q),
                        p: probabilityText(p),
                      })
                }
                onClick={() => onBranch(branchId, index, id)}
              >
                <span className={classes.alternativeText}>{visibleText(text)}</span>
                <span className={classes.bars} aria-hidden>
                  <i className={classes.generation} style={{ width: `${100 * q}%` }} />
                  <i className={classes.drawing} style={{ width: `${100 * p}%` }} />
                </span>
                <span className={classes.number}>{probabilityText(q)}</span>
                <span className={classes.number}>{probabilityText(p)}</span>
                <span className={classes.branchHere}>
                  {drawn ? (
                    t("● drawn")
                  ) : (
                    <>
                      <IconGitBranch size={13} aria-hidden /> {t("branch here")}
                    </>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Arrow keys up and down walk through the list. */
function walk(event: KeyboardEvent<HTMLOListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:enabled")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
}

/**
 * The alternatives with probability above 0, and the token that was drawn: the class of students writes only a few
 * tokens at a position.
 */
function possible({ id, top }: TokenRecord): TokenRecord["top"] {
  return top.filter((chance) => chance.q > 0 || chance.id === id);
}
