import { MantineProvider } from "@mantine/core";
import { useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { CheckedNumberInput } from "./CheckedNumberInput.tsx";

let root: Root;
let taken: number[];
beforeEach(() => {
  taken = [];
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <Host />
    </MantineProvider>,
  );
});
afterEach(() => root.unmount());

function Host() {
  const [value, setValue] = useState(0.5);
  const take = (next: number) => {
    taken.push(next);
    setValue(next);
  };
  return <CheckedNumberInput aria-label="share" value={value} min={0} max={1} step={0.1} onChange={take} />;
}

test("a small number is taken and shown with all its digits", async () => {
  const field = page.getByLabelText("share");
  await field.fill("0.00000001");
  await userEvent.tab();
  await expect.element(field).toHaveValue("0.00000001");
  expect(taken.at(-1)).toBe(1e-8);
});

test("what cannot be taken is said, and that the value before stays", async () => {
  const field = page.getByLabelText("share");
  await field.fill("7");
  await expect.element(page.getByRole("status")).toHaveTextContent("Numbers from 0 to 1.");
  await userEvent.tab();
  await expect.element(field).toHaveValue("0.5");
  await expect.element(page.getByRole("status")).toHaveTextContent("7 is not taken: 0.5 stays (Numbers from 0 to 1).");
  await field.fill("");
  await userEvent.tab();
  await expect.element(field).toHaveValue("0.5");
  await expect.element(page.getByRole("status")).toHaveTextContent("Nothing was typed: 0.5 stays");
  await field.fill("0.25");
  await expect.element(page.getByText(/stays/)).not.toBeInTheDocument();
  expect(taken).toEqual([0.25]);
});

test("a power of ten is taken where it is pasted; where it is typed, the field says how to write it", async () => {
  const field = page.getByLabelText("share");
  await field.fill("");
  await userEvent.type(field, "1e-5");
  await expect.element(page.getByRole("status")).toHaveTextContent("Write every digit: 0.00001 for 1e−5.");
  await userEvent.tab();
  const pasted = new DataTransfer();
  pasted.setData("text/plain", " 2.5e-7 ");
  field
    .element()
    .dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
  await expect.element(field).toHaveValue("0.00000025");
  expect(taken.at(-1)).toBe(2.5e-7);
});
