import { Anchor } from "@mantine/core";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { type EmbeddedModel, useEmbeddedModels } from "../../state/embedded-models.ts";
import { bytesText } from "../../storage/bytes.ts";
import { glossaryEntry, isSymbol } from "../../ui/glossary.ts";
import classes from "./ModelsPage.module.css";

const KINDS = { policy: msg("policy"), reward: msg("reward model"), base: msg("what reward models start from") };
const ABOUT = {
  policy: msg("Writes the answers in Explore, Best-of-N and Align; its probabilities weigh the edges of ICRM."),
  base: msg(
    "The policy with another beginning: it reads every answer as graded work. Train starts reward models from it.",
  ),
  reward: msg("Judges every prefix of an answer."),
};

/** The models that come with the playground: what each is, what it is for, and its card. */
export function EmbeddedModels() {
  const models = useEmbeddedModels();
  return (
    <section aria-labelledby="embedded-models" className={classes.list}>
      <h2 id="embedded-models">{t("With the playground")}</h2>
      <ul className={classes.cards}>
        {models.map((model) => (
          <li key={model.id} data-testid="embedded-model">
            <p className={classes.head}>
              <b>{model.name}</b>
              <span className={classes.dimmed}>
                {translated(KINDS[model.kind])}
                {model.bytes !== null && ` · ${bytesText(model.bytes)}`}
              </span>
            </p>
            <p>{translated(aboutOf(model))}</p>
            <Anchor size="xs" c="inherit" underline="always" href={model.card} target="_blank" rel="noreferrer">
              {t("its card")}
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a model is for; of a reward model, what it has learned from. */
function aboutOf({ kind, method }: EmbeddedModel): string {
  return method !== null && isSymbol(method) ? glossaryEntry(method).meaning : ABOUT[kind];
}
