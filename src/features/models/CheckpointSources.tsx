import { Button, FileButton, TextInput } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { SecretInput } from "../../ui/SecretInput.tsx";
import classes from "./ModelsPage.module.css";
import { modelImport } from "./session.ts";
import { SHORT_LIST } from "./short-list.ts";
import { takePicked } from "./take-folder.ts";

/** The sources of checkpoints: the hub by name, or a folder. */
export function CheckpointSources() {
  const { name, revision, host, token, status } = useStore(modelImport.store);
  const busy = status !== "ready";
  const set = modelImport.store.setState;
  return (
    <section aria-label={t("Bring in a model")} className={classes.sources}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void modelImport.lookUp();
        }}
      >
        <TextInput
          label={t("Model of the hub")}
          placeholder={t("owner/name")}
          value={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("Revision")}
          title={t("A branch, tag or commit; it is pinned to its commit")}
          placeholder={t("main")}
          value={revision}
          onChange={(event) => set({ revision: event.currentTarget.value })}
        />
        <TextInput
          label={t("Host")}
          title={t("Where it is fetched from")}
          type="url"
          value={host}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <SecretInput
          label={t("Access token")}
          title={t("For models that ask for one; kept until the page is closed, and nowhere else")}
          value={token}
          onChange={(token) => set({ token })}
        />
        <Button type="submit" loading={status === "looking"} disabled={busy || name.trim() === ""}>
          {t("Look it up")}
        </Button>
        <FileButton
          multiple
          accept=""
          onChange={takePicked}
          inputProps={{ "aria-label": t("Open a folder"), ...({ webkitdirectory: "" } as object) }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              disabled={busy}
              leftSection={<IconFolderOpen size={14} stroke={1.5} aria-hidden />}
            >
              {t("Open a folder")}
            </Button>
          )}
        </FileButton>
        <span className={classes.hint}>{t("or drop a folder on this page")}</span>
      </form>
      <details className={classes.details}>
        <summary>{t("What can be brought in, and what is sent where")}</summary>
        <ul className={classes.kinds}>
          <li>
            {t(
              "Checkpoints in Hugging Face layout, safetensors, of the Llama, Qwen2, Qwen3 and GPT-2 families; sequence classifiers with one label give process rewards by their head at every position.",
            )}
          </li>
          <li>
            {t(
              "ONNX exports for transformers.js, quantised ones too, of any architecture that it knows: they write as policies, or judge prefix by prefix if they are classifiers of one label. No training starts from them.",
            )}
          </li>
          <li>{t("A model that writes can also judge by its answer to a question, once it is in this browser.")}</li>
          <li>{t("A folder of adapters (PEFT, LoRA) is put on the model of this browser that it was trained on.")}</li>
          <li>
            {t(
              "The name, and the token if there is one, are sent to the host above when you look a model up, and to no other.",
            )}
          </li>
        </ul>
      </details>
    </section>
  );
}

/** Checkpoints that work well in a browser: a button each, which looks the checkpoint up. */
export function ShortList() {
  const busy = useStore(modelImport.store, ({ status }) => status !== "ready");
  return (
    <section aria-labelledby="short-list" className={classes.list}>
      <h2 id="short-list">{t("Models that work well in a browser")}</h2>
      <ul className={classes.short}>
        {SHORT_LIST.map(({ repository, parameters, licence, use }) => (
          <li key={repository}>
            <Button
              size="compact-xs"
              variant="default"
              disabled={busy}
              onClick={() => {
                modelImport.store.setState({ name: repository, revision: "" });
                void modelImport.lookUp();
              }}
            >
              {repository}
            </Button>
            <span>
              {parameters} M · {licence} · {translated(use)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
