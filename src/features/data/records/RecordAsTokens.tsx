import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { countText } from "../../../ui/numbers.ts";
import type { ReadResponse, RecordView } from "../../../worker/data-records.ts";
import classes from "./Records.module.css";
import { fitTexts } from "./texts.ts";

/** A record as a reward model reads it, token by token: which token is scored, and which tokens it never sees. */
export function RecordAsTokens({ view: { responses, contextLength } }: { view: RecordView }) {
  return (
    <div className={classes.texts}>
      <p className={classes.note}>
        {t(
          "Prompt, as the model has it written, to where the response begins; response; end token. The reward of the framed token, the last one, is the outcome reward: it alone is scored under BT. Nothing is ever cut: training refuses what is longer than {contextLength} tokens.",
          { contextLength },
        )}
      </p>
      {responses.map((response, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: responses have no other name
        <Sequence key={i} response={response} contextLength={contextLength} />
      ))}
    </div>
  );
}

function Sequence({ response, contextLength }: { response: ReadResponse; contextLength: number }) {
  const { side, tokens, promptLength, length, fit, unknownWords, refusal } = response;
  if (refusal !== null) {
    return (
      <section
        aria-label={t("{side}, refused", { side: translated(side) })}
        className={classes.sequence}
        data-testid="sequence"
      >
        <p>
          <b>{translated(side)}</b> <span className={classes.note}>{translated(refusal)}</span>
        </p>
      </section>
    );
  }
  return (
    <section
      aria-label={t("{side}, as tokens", { side: translated(side) })}
      className={classes.sequence}
      data-testid="sequence"
    >
      <p>
        <b>{translated(side)}</b>{" "}
        <span className={classes.note}>
          {t("{prompt} + {response} = {length} tokens of {contextLength}", {
            prompt: promptLength,
            response: length - promptLength,
            length,
            contextLength,
          })}{" "}
          · {fitTexts[fit].sign}{" "}
          {fit === "unknown words"
            ? t("does not know {words}", { words: listed(unknownWords.map((word) => `“${word}”`)) })
            : translated(fit)}
        </span>
      </p>
      <div className={classes.tokens}>
        {tokens.map(({ text, kind, at }, i) => {
          const missing = at - (tokens[i - 1]?.at ?? -1) - 1;
          const [isScored, isBeyond] = [at === length - 1, at >= contextLength];
          return (
            <span key={at} className={classes.token}>
              {missing > 0 && <i>{t("{missing} tokens more", { missing: countText(missing) })}</i>}
              {at === contextLength && <i>{t("the context ends here")}</i>}
              <code
                data-kind={kind}
                data-part={at < promptLength ? "prompt" : "response"}
                data-beyond={isBeyond || undefined}
                data-scored={isScored || undefined}
                title={`${at + 1}${isScored ? t(", scored") : ""}${isBeyond ? t(", beyond the context") : ""}`}
              >
                {text.replaceAll("\n", "⏎")}
              </code>
              {isScored && <i>{t("scored")}</i>}
            </span>
          );
        })}
      </div>
    </section>
  );
}
