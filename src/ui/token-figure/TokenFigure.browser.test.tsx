import { MantineProvider } from "@mantine/core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { RewardScale } from "../../state/explore-state.ts";
import { createSelection } from "../../state/selection.ts";
import { LitNames } from "../lit/LitNames.tsx";
import { FigureLegend } from "./FigureLegend.tsx";
import type { FigureTrajectory } from "./model.ts";
import { TokenFigure } from "./TokenFigure.tsx";

const bt = { id: "bt", name: "BT", method: "bt" };
const grm = { id: "grm", name: "GRM", method: "grm" };
const token = (id: number, q: number) => ({ id, text: `${id}`, q, p: q, top: [] });
const trajectory: FigureTrajectory = {
  id: 1,
  letter: "A",
  tokens: [token(11, 0.5), token(12, 0.9), token(13, 0.9)],
  // σ(0) = 0.5, so the first reward is where the first value is.
  rewards: { bt: [0, 1, 2, 3] },
  values: [
    { position: -1, successes: 100, rollouts: 200 },
    { position: 0, successes: 180, rollouts: 200 },
    { position: 2, successes: 20, rollouts: 200 },
  ],
  exact: null,
  steps: [],
  mistake: null,
  active: true,
  partsAt: null,
};

let root: Root;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => root.unmount());

function show(change: Partial<FigureTrajectory> = {}, scale: RewardScale = "sigma", models = [bt]) {
  const figure = { trajectories: [{ ...trajectory, ...change }], models, scale };
  root.render(
    <MantineProvider>
      <p>
        <LitNames text="Watch GRM, not BT." named={models.map((model) => ({ ...model, colour: "blue" }))} />
      </p>
      <FigureLegend {...figure} />
      <TokenFigure {...figure} selection={createSelection()} live={false} onPin={() => {}} onActivate={() => {}} />
    </MantineProvider>,
  );
}

const values = () => page.getByTestId("values");
const box = (selector: string) => {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`${selector} is not drawn`);
  return element.getBoundingClientRect();
};
const middle = ({ left, width }: DOMRect) => left + width / 2;

test("values share both axes with tokens and rewards", async () => {
  show();
  await expect.element(values()).toBeInTheDocument();
  expect(document.querySelectorAll("[data-step-end]")).toHaveLength(4);
  const marks = [...document.querySelectorAll("[data-value]")].map((mark) => mark.getAttribute("data-value"));
  expect(marks).toEqual(["0", "1", "3"]);
  // A chip leaves 2 pixels of its column free.
  expect(Math.abs(middle(box('[data-value="1"]')) - middle(box('[data-column="1"]')))).toBeLessThan(2);
  const diamond = box('[data-value="0"] path:last-child');
  const reward = box("[data-step-end]");
  expect(Math.abs(middle(diamond) - middle(reward))).toBeLessThan(1);
  expect(Math.abs(diamond.top + diamond.height / 2 - (reward.top + reward.height / 2))).toBeLessThan(1);
});

test("the band spans 1 − q around the value before, and 1 − Πq where tokens lie between", async () => {
  show();
  await expect.element(values()).toBeInTheDocument();
  const before = box('[data-value="0"] path:last-child');
  const whole = box('[data-band="1"]');
  const unit = whole.height;
  // The band around 0.5 with q = 0.5 is the whole axis.
  expect(whole.top + unit / 2).toBeCloseTo(before.top + before.height / 2, 0);
  // The band around 0.9 is cut off at 1; it reaches 0.1 down after one token of q = 0.9, and 0.19 after two.
  expect(box('[data-band="2"]').height / unit).toBeCloseTo(0.2, 2);
  expect(box('[data-band="3"]').height / unit).toBeCloseTo(0.29, 2);
});

test("the legend counts the edges that sampling cannot explain", async () => {
  show();
  // From 0.9 to 0.1 over two almost certain tokens breaks the bound; from 0.5 to 0.9 is within it, since q = 0.5.
  await expect.element(page.getByTestId("legend-truth")).toHaveTextContent("1 of 2 edges above 1 − Πq");
  show({ values: trajectory.values.map((value) => ({ ...value, successes: 100 })) });
  await expect.element(page.getByTestId("legend-truth")).toHaveTextContent("0 of 2 edges");
});

test("raw rewards have no axis for values: the legend says where they are", async () => {
  show({}, "raw");
  await expect.element(page.getByTestId("legend-truth")).toHaveTextContent("drawn beside σ(r) only");
  await expect.element(values()).not.toBeInTheDocument();
});

test("nothing is drawn or told where nothing was measured", async () => {
  show({ values: [] });
  await expect.element(page.getByTestId("reward-chart")).toBeInTheDocument();
  expect(values().query()).toBeNull();
  expect(page.getByTestId("legend-truth").query()).toBeNull();
});

test("exact values are drawn at step ends, to where a student writes, and the first wrong step has its mistake's name", async () => {
  const steps = [
    { from: 0, to: 2, text: "1", status: "right" as const, reason: "is right" },
    { from: 2, to: 3, text: "answer 13", status: "wrong" as const, reason: "the answer is 12, not 13" },
  ];
  const exact = { prompt: 0.5, tokens: [0.5, 0.5, null], q: [0.5, 1, 0] };
  const mistake = { step: 1, title: "adds groups", habit: "adds where groups have to be multiplied" };
  show({ values: [], steps, exact, mistake });
  await expect.element(page.getByTestId("legend-exact")).toHaveTextContent("ends before token 3: no student");
  const marked = [...document.querySelectorAll("[data-exact-value]")];
  expect(marked.map((mark) => mark.getAttribute("data-exact-value"))).toEqual(["0", "2"]);
  expect(document.querySelectorAll("[data-exact-end]")).toHaveLength(1);
  expect([...document.querySelectorAll("[data-step-end]")].map((dot) => dot.getAttribute("data-step-end"))).toEqual([
    "0",
    "2",
    "3",
  ]);
  // The value is σ(0) = 0.5, and both marks stand over the end of the prompt.
  const square = box('[data-exact-value="0"]');
  const dot = box('[data-step-end="0"]');
  expect(Math.abs(middle(square) - middle(dot))).toBeLessThan(1);
  expect(Math.abs(square.top + square.height / 2 - (dot.top + dot.height / 2))).toBeLessThan(1);
  await expect
    .element(page.getByRole("button", { name: "answer, wrong: the answer is 12, not 13 (adds groups: adds where" }))
    .toBeInTheDocument();
  await expect.element(page.getByTestId("mistake")).toHaveTextContent("adds groups");
  await expect.element(page.getByTestId("legend-bt")).toHaveTextContent("steps above 1 − Πq");
  show({ values: [], steps, exact, mistake }, "raw");
  await expect.element(page.getByTestId("legend-exact")).toHaveTextContent("drawn beside σ(r) only");
  expect(document.querySelectorAll("[data-exact-value]")).toHaveLength(0);
});

test("what is drawn can be read as a table, a row per token", async () => {
  show();
  await page.getByText("As a table").click();
  const table = page.getByRole("table");
  const names = table.getByRole("columnheader");
  await expect.element(names.last()).toHaveTextContent("V̂");
  expect(names.all().map((name) => name.element().textContent)).toEqual(["token", "q", "σ(r), BT", "V̂"]);
  const rows = [...document.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ["A 0 end of the prompt", "–", "0.5", "0.5"],
    ["A 1 11", "0.5", "0.731", "0.9"],
    ["A 2 12", "0.9", "0.881", "–"],
    ["A 3 13", "0.9", "0.953", "0.1"],
  ]);
});

test("a model's name, in a sentence and in the legend, leaves the other models faint while it is pointed at", async () => {
  show({ rewards: { bt: [0, 1, 2, 3], grm: [3, 2, 1, 0] } }, "sigma", [bt, grm]);
  const faint = () => [
    ...new Set([...document.querySelectorAll<SVGElement>("[data-faint]")].map(({ dataset }) => dataset.of)),
  ];
  await page.getByText("GRM", { exact: true }).first().hover();
  await expect.poll(faint).toEqual(["bt"]);
  await page.getByTestId("legend-bt").hover();
  await expect.poll(faint).toEqual(["grm"]);
  await page.getByText("Watch").hover({ position: { x: 1, y: 1 } });
  await expect.poll(faint).toEqual([]);
});
