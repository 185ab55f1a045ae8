import { IconGitBranch } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { isBusy } from "../../state/explore.ts";
import { probabilityText } from "../../ui/numbers.ts";
import { visibleText } from "../../ui/token-figure/columns.ts";
import type { TokenRecord } from "../../worker/records.ts";
import { chipAt } from "./chip.ts";
import { explore } from "./session.ts";
import classes from "./TokenDetails.module.css";

interface AlternativesProps {
  branchId: number;
  index: number;
  token: TokenRecord;
}

/** The most probable tokens at a position; choosing one branches there. */
export function Alternatives({ branchId, index, token }: AlternativesProps) {
  const busy = useStore(explore.store, isBusy);
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
                onClick={() => void branchHere(branchId, index, id)}
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

/** Branches off; who chose by keyboard goes on from the chosen token, since the button is gone with its trajectory. */
async function branchHere(branchId: number, index: number, tokenId: number): Promise<void> {
  // Once the button is gone, what was around it has the focus, unless the person has moved it (`app/keep-focus.ts`).
  const around = ancestors(document.activeElement);
  await explore.branch(branchId, index, tokenId);
  const { activeId } = explore.store.getState();
  requestAnimationFrame(() => {
    if (activeId === null || !around.has(document.activeElement)) return;
    chipAt({ branchId: activeId, column: index + 1 })?.focus();
  });
}

function ancestors(element: Element | null): ReadonlySet<Element | null> {
  const all = new Set<Element | null>();
  for (let at = element?.parentElement; at; at = at.parentElement) all.add(at);
  return all;
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
