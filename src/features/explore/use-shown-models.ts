import { useMemo } from "react";
import { useStore } from "zustand";
import { pageEngine } from "../../state/page-engine.ts";
import { type FigureModel, figureModels } from "../../ui/token-figure/model.ts";
import { explore } from "./session.ts";

const NO_MODELS: [] = [];

/** The reward models of the figures: those that judge, or those of a recording until the engine has loaded its own. */
export function useShownModels(): FigureModel[] {
  const loaded = useStore(pageEngine.store, (state) => state.models?.rewards);
  const recorded = useStore(explore.store, (state) => state.recording?.rewardModels);
  const models = loaded ?? recorded ?? NO_MODELS;
  return useMemo(() => figureModels(models), [models]);
}
