import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { train } from "../session.ts";
import { MethodPicker } from "./MethodPicker.tsx";

test("one to four runs are chosen, and the order of choosing does not matter", async () => {
  train.change({ variants: ["icrm"] });
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <MethodPicker />
    </MantineProvider>,
  );
  const box = (name: string) => page.getByRole("checkbox", { name, exact: true });
  const variants = () => train.store.getState().settings.variants;
  await expect.element(box("ICRM")).toBeChecked();
  // The last run cannot be taken away.
  await expect.element(box("ICRM")).toBeDisabled();

  await box("GRM").click();
  await box("BT").click();
  await expect.poll(variants).toEqual(["bt", "grm", "icrm"]);
  await page.getByText("Ablations of ICRM").click();
  await box("mutual × uniform").click();
  await expect.poll(() => variants().length).toBe(4);
  // A chart can tell four runs apart.
  await expect.element(box("mutual × inverse")).toBeDisabled();
  await box("BT").click();
  await expect.element(box("mutual × inverse")).toBeEnabled();
  root.unmount();
});
