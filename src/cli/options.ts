import { InvalidArgumentError, Option } from "commander";
import { distributions } from "../engine/world/index.ts";

export function integerOption(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("Expected a whole number, 0 or more.");
  return value;
}

export function atLeastOneOption(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Expected a whole number, 1 or more.");
  return value;
}

export function positiveOption(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("Expected a number above 0.");
  return value;
}

export function nonNegativeOption(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)) || text.trim() === "") {
    throw new InvalidArgumentError("Expected a number, 0 or more.");
  }
  return value;
}

/** A number in (0, 1]. */
export function shareOption(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("Expected a number above 0 and at most 1.");
  return value;
}

/** Whole numbers of 1 or more, separated by commas. */
export function countsOption(text: string): number[] {
  return text.split(",").map(atLeastOneOption);
}

export function distributionOption(): Option {
  return new Option(
    "--distribution <name>",
    "in: the stories that preference pairs are made of; out: longer problems, of stories no pair is made of",
  )
    .choices(Object.keys(distributions))
    .default("in");
}
