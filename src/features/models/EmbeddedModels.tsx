import { Anchor } from "@mantine/core";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { useEmbeddedModels } from "../../state/embedded-models.ts";
import { bytesText } from "../../storage/bytes.ts";
import classes from "./ModelsPage.module.css";

const KINDS = { policy: msg("policy"), reward: msg("reward model"), base: msg("what reward models start from") };

/** The models that come with the playground, with their cards. */
export function EmbeddedModels() {
  const models = useEmbeddedModels();
  return (
    <section aria-labelledby="embedded-models" className={classes.list}>
      <h2 id="embedded-models">{t("With the playground")}</h2>
      <ul>
        {models.map(({ id, name, kind, bytes, card }) => (
          <li key={id} className={classes.head} data-testid="embedded-model">
            <b>{name}</b>
            <span className={classes.dimmed}>
              {translated(KINDS[kind])}
              {bytes !== null && ` · ${bytesText(bytes)}`}
            </span>
            <Anchor size="xs" c="inherit" underline="always" href={card} target="_blank" rel="noreferrer">
              {t("its card")}
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}
