import { MantineProvider } from "@mantine/core";
import { useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { EditableText } from "./EditableText.tsx";

let root: Root;
let saved: string[];
beforeEach(() => {
  saved = [];
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <Host />
      <button type="button">elsewhere</button>
    </MantineProvider>,
  );
});
afterEach(() => root.unmount());

function Host() {
  const [name, setName] = useState("first");
  const save = (next: string) => {
    saved.push(next);
    setName(next);
  };
  return <EditableText label="Name" value={name} placeholder="no name" required onSave={save} />;
}

async function type(text: string): Promise<void> {
  await page.getByRole("button", { name: /^Name/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(text);
}

test("Enter saves a text without the space around it, and the keyboard goes on from the text", async () => {
  await type("  second ");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("button", { name: "Name: second" })).toHaveFocus();
  expect(saved).toEqual(["second"]);
});

test("leaving the field saves, Escape does not, and neither an empty nor an unchanged text is saved", async () => {
  await type("third");
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("button", { name: "Name: first" })).toHaveFocus();
  for (const text of ["   ", "first"]) {
    await type(text);
    await userEvent.keyboard("{Enter}");
  }
  expect(saved).toEqual([]);
  await type("fourth");
  await page.getByRole("button", { name: "elsewhere" }).click();
  await expect.element(page.getByRole("button", { name: "Name: fourth" })).toBeInTheDocument();
  expect(saved).toEqual(["fourth"]);
});
