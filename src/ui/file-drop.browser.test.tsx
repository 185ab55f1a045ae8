import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fileDrop } from "./file-drop.ts";

test("files are taken where they are dropped; text that is dragged stays the browser's", async () => {
  const taken: string[] = [];
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <section aria-label="zone" {...fileDrop(({ files }) => taken.push(...[...files].map(({ name }) => name)))} />,
  );
  const zone = page.getByRole("region", { name: "zone" });
  await expect.element(zone).toBeInTheDocument();
  /** Whether the page, and not the browser, deals with something that is dragged over the zone and dropped there. */
  const isOurs = (type: "dragover" | "drop", dataTransfer: DataTransfer) =>
    !zone.element().dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));

  const text = new DataTransfer();
  text.setData("text/plain", "a prompt");
  expect([isOurs("dragover", text), isOurs("drop", text), taken]).toEqual([false, false, []]);
  const files = new DataTransfer();
  for (const name of ["a.jsonl", "b.jsonl"]) files.items.add(new File(["{}"], name));
  expect([isOurs("dragover", files), isOurs("drop", files), taken]).toEqual([true, true, ["a.jsonl", "b.jsonl"]]);
  root.unmount();
});
