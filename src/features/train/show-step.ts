import { train } from "./session.ts";

/** Shows a step of the training; from the last step on, the page follows new ones. */
export function showStep(step: number): void {
  const last = train.record().lastStep;
  train.view.setState({ step: step >= last ? null : Math.max(0, step), playing: false });
}
