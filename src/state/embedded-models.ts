import { useEffect, useState } from "react";
import { type IndexedModel, parseModelIndex } from "../engine/checkpoint/model-index.ts";
import { fetchSource } from "../engine/checkpoint/source.ts";

export interface EmbeddedModel extends IndexedModel {
  /** Bytes of the model's weights; null if the server does not say. */
  bytes: number | null;
  /** Address of the model's card. */
  card: string;
}

/** @param folder absolute address of the models, with a slash at its end */
async function embeddedModels(folder: string): Promise<EmbeddedModel[]> {
  const entries = parseModelIndex(await fetchSource(folder).read("index.json"), "index.json");
  return Promise.all(
    entries.map(async (entry) => {
      const response = await fetch(`${folder}${entry.path}/${entry.weights}`, { method: "HEAD" }).catch(() => null);
      const bytes = Number(response?.headers.get("content-length")) || null;
      return { ...entry, bytes, card: `${folder}${entry.path}/README.md` };
    }),
  );
}

/** The models that come with the playground; empty until they have been read. */
export function useEmbeddedModels(): readonly EmbeddedModel[] {
  const [models, setModels] = useState<readonly EmbeddedModel[]>([]);
  useEffect(() => {
    embeddedModels(new URL("models/", document.baseURI).href).then(setModels, () => setModels([]));
  }, []);
  return models;
}
