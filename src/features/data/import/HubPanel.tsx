import { Button, TextInput } from "@mantine/core";
import { useStore } from "zustand";
import type { HubDataSet } from "../../../engine/hub/data-set.ts";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { bytesText } from "../../../storage/bytes.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { SecretInput } from "../../../ui/SecretInput.tsx";
import { dataImport, hubData } from "../session.ts";
import classes from "./Import.module.css";

/** A data set of the hub by its name: its splits and their sizes, shown before any of it is fetched. */
export function HubPanel() {
  const { name, host, viewer, token, found, busy, error } = useStore(hubData.store);
  return (
    <section aria-label={t("From Hugging Face")} className={classes.hub}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void hubData.open();
        }}
      >
        <TextInput
          label={t("Name of the data set")}
          placeholder={t("owner/name")}
          autoFocus
          value={name}
          onChange={(event) => hubData.store.setState({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("Host")}
          title={t("Where its Parquet files are read from")}
          type="url"
          value={host}
          onChange={(event) => hubData.store.setState({ host: event.currentTarget.value })}
        />
        <TextInput
          label={t("Data-set viewer")}
          title={t("What lists its Parquet files")}
          type="url"
          value={viewer}
          onChange={(event) => hubData.store.setState({ viewer: event.currentTarget.value })}
        />
        <SecretInput
          label={t("Access token")}
          title={t("For data sets that ask for one; kept until the page is closed, and nowhere else")}
          value={token}
          onChange={(token) => hubData.store.setState({ token })}
        />
        <Button type="submit" loading={busy} disabled={name.trim() === ""}>
          {t("Look it up")}
        </Button>
      </form>
      <p className={classes.limits}>
        {t(
          "The name, and the token if there is one, are sent to both hosts, and nothing else; of the Parquet files only the parts that are read are fetched.",
        )}
      </p>
      {error && <ErrorPanel report={error} onDismiss={() => hubData.store.setState({ error: null })} />}
      {found && <Splits found={found} />}
    </section>
  );
}

function Splits({ found: { name, revision, licence, splits } }: { found: HubDataSet }) {
  return (
    <>
      <p className={classes.facts} title={revision} data-testid="hub-revision">
        <Trans
          id="<b>{name}</b> at revision {revision} · licence: {licence}"
          components={{ b: <b /> }}
          values={{ name, revision: revision.slice(0, 8), licence: licence ?? t("its card says none") }}
        />
      </p>
      <ul aria-label={t("Splits")}>
        {splits.map((split) => (
          <li key={`${split.config} ${split.split}`}>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t("Look at {config}, {split}", { config: split.config, split: split.split })}
              onClick={() => {
                const input = hubData.input(split);
                if (input) void dataImport.take(input);
              }}
            >
              {t("Look at it")}
            </Button>{" "}
            {split.config}, {split.split}: {bytesText(split.files.reduce((sum, { size }) => sum + size, 0))}
            {split.partial && t(" (its beginning: the viewer has converted no more)")}
          </li>
        ))}
      </ul>
    </>
  );
}
