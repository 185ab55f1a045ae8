import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { PlaygroundError } from "../engine/errors.ts";
import { PageError } from "./PageError.tsx";

test("says what, where and what to do, copies the details, tries again", async () => {
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const reset = vi.fn();
  const error = new PlaygroundError({
    what: "The checkpoint lacks a tensor",
    where: "model.safetensors",
    fix: "Download the file again.",
  });
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <PageError error={error} reset={reset} />
    </MantineProvider>,
  );

  for (const text of ["The checkpoint lacks a tensor", "model.safetensors", "Download the file again."]) {
    await expect.element(page.getByRole("alert")).toHaveTextContent(text);
  }
  await page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expect.element(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(copied).toHaveBeenCalledWith(expect.stringContaining("PlaygroundError: The checkpoint lacks a tensor"));
  await page.getByRole("button", { name: "Try again" }).click();
  expect(reset).toHaveBeenCalledOnce();
  root.unmount();
});
