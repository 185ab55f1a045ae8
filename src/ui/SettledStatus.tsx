import { VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";

/** Milliseconds for which a text has to stay as it is before it is said. */
const SETTLED = 800;

/** Says a text to screen readers when it has settled: while a slider is dragged, every step would be said otherwise. */
export function SettledStatus({ children }: { children: string }) {
  const [said] = useDebouncedValue(children, SETTLED);
  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
}
