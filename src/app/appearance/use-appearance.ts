import { useEffect } from "react";
import { useStore } from "zustand";
import { appear, appearance } from "../../state/appearance.ts";
import { step } from "../../state/use-steps.ts";
import { tellHeight } from "./tell-height.ts";
import "./appearance.css";

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/** Elements in which a person types or chooses with the keys. */
const TYPED = ["input", "textarea", "select", "[role=dialog]"].join();

/** Shows pages as the address asks: a single figure in a frame, or large before an audience, who is led by arrow keys. */
export function useAppearance(): void {
  const { embed, present, hide } = useStore(appearance);

  useEffect(() => {
    const { dataset } = document.documentElement;
    const wanted = { embed: embed ?? undefined, present: present ? "" : undefined, hide: hide.join(" ") || undefined };
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined) delete dataset[name];
      else dataset[name] = value;
    }
  }, [embed, present, hide]);

  useEffect(() => (embed ? tellHeight(embed) : undefined), [embed]);

  useEffect(() => {
    if (!present) return;
    const lead = (event: KeyboardEvent) => {
      const isTyped = event.target instanceof Element && event.target.closest(TYPED);
      if (event.defaultPrevented || isTyped || event.altKey || event.ctrlKey || event.metaKey) return;
      const by = STEPS[event.key];
      if (event.key === "Escape") appear({ present: false, hide: [] });
      if (!by) return;
      event.preventDefault();
      step(by);
    };
    addEventListener("keydown", lead);
    return () => removeEventListener("keydown", lead);
  }, [present]);
}
