import { afterEach, expect, test } from "vitest";
import { keepFocus } from "./keep-focus.ts";

const frames = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};
const root = document.createElement("div");
let end = () => {};

function show(html: string): (id: string) => HTMLElement {
  root.innerHTML = html;
  document.body.append(root);
  end = keepFocus(root);
  return (id) => root.querySelector(`#${id}`) as HTMLElement;
}

afterEach(() => {
  end();
  root.remove();
});

test("when the focused element is removed with what is around it, the nearest ancestor that stays has the focus", async () => {
  const by = show('<section id="list"><p id="item"><button id="remove"></button></p></section>');
  by("remove").focus();
  by("item").remove();
  await frames(4);
  expect(document.activeElement).toBe(by("list"));
  by("list").blur();
  expect(by("list").hasAttribute("tabindex")).toBe(false);
});

test("a focus that is given elsewhere, or was left before, is not taken", async () => {
  const by = show('<section><button id="remove"></button><button id="undo"></button></section>');
  by("remove").focus();
  by("remove").remove();
  requestAnimationFrame(() => by("undo").focus());
  await frames(4);
  expect(document.activeElement).toBe(by("undo"));
  by("undo").blur();
  await frames(4);
  by("undo").remove();
  await frames(4);
  expect(document.activeElement).toBe(document.body);
});
