import { useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { linearAxis } from "../../../ui/token-figure/axis.ts";
import { layoutColumns } from "../../../ui/token-figure/columns.ts";
import { figurePalette } from "../../../ui/token-figure/palette.ts";
import { RewardHandles } from "./RewardHandles.tsx";

const texts = ["a", "b", "c"];
const figure = {
  ...{
    texts,
    axis: linearAxis(116, [-2, 2], [-2, 0, 2]),
    layout: layoutColumns([texts]),
    palette: figurePalette("light"),
  },
  ...{ colour: "teal", label: "Reward" },
};

let root: Root;
let rewards: readonly number[];
let moves: number;
beforeEach(() => {
  moves = 0;
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(<Host />);
});
afterEach(() => root.unmount());

function Host() {
  const [all, setAll] = useState<readonly number[]>([0, 0, 0]);
  rewards = all;
  const move = (token: number, reward: number) => {
    moves += 1;
    setAll((before) => before.with(token, reward));
  };
  return <RewardHandles {...figure} rewards={all} onMove={move} />;
}

const handle = (token: number) => page.getByRole("slider", { name: new RegExp(`token ${token}`) });

test("the keyboard walks along the tokens and moves a reward within the axis", async () => {
  await expect.element(handle(1)).toBeInTheDocument();
  await userEvent.tab();
  await expect.element(handle(1)).toHaveFocus();
  await userEvent.keyboard("{End}{ArrowLeft}{ArrowUp}{ArrowUp}");
  await expect.element(handle(2)).toHaveFocus();
  await expect.poll(() => rewards).toEqual([0, 0.5, 0]);
  await userEvent.keyboard("{PageDown}{PageDown}{PageDown}");
  await expect.poll(() => rewards).toEqual([0, -2, 0]);
  await expect.element(handle(2)).toHaveAttribute("aria-valuenow", "-2");
});

test("a handle is dragged to the reward at the pointer, and follows only while it is pressed", async () => {
  await expect.element(handle(3)).toBeInTheDocument();
  const circle = handle(3).element();
  const drawing = circle.closest("svg") as SVGSVGElement;
  const { top } = drawing.getBoundingClientRect();
  const at = (y: number, buttons: number) =>
    circle.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, buttons, clientY: top + y }));
  // The axis has 8 pixels of margin, then 100 pixels for 4 units of reward: 33 pixels below the top is 1.
  at(33, 1);
  await expect.poll(() => rewards[2]).toBeCloseTo(1, 1);
  at(83, 0);
  expect(moves).toBe(1);
  at(1000, 1);
  await expect.poll(() => rewards).toEqual([0, 0, -2]);
});
