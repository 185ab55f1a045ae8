import { nice, ticks } from "d3-array";
import { digitsText } from "../numbers.ts";

/** A vertical axis in pixels; 0 is the top. */
export interface Axis {
  height: number;
  ticks: number[];
  domain: [low: number, high: number];
  /** The pixel of a value. */
  y(value: number): number;
}

/** About so many ticks have room on an axis of rewards. */
const TICKS = 4;

/** Room above the highest and below the lowest value, so that lines at the ends are not cut. */
export const AXIS_MARGIN = 8;

/** An axis on which equal steps in value are equal steps in pixels. */
export function linearAxis(height: number, domain: [number, number], ticks: number[]): Axis {
  const [low, high] = domain;
  const span = height - 2 * AXIS_MARGIN;
  return { height, ticks, domain, y: (value) => AXIS_MARGIN + (1 - (value - low) / (high - low)) * span };
}

/** An axis from 0 to 1 by square root: most edges are close to 0, where the bound matters. */
export function squareRootAxis(height: number): Axis {
  const linear = linearAxis(height, [0, 1], [0, 0.05, 0.25, 1]);
  return { ...linear, y: (value) => linear.y(Math.sqrt(Math.max(0, value))) };
}

/** An axis that contains 0 and all values, with round ticks. */
export function rewardAxis(height: number, values: readonly number[]): Axis {
  const known = values.length > 0 ? values : [-1, 1];
  const low = Math.min(0, ...known);
  const high = Math.max(0, ...known);
  const domain = nice(low, high > low ? high : low + 1, TICKS);
  return linearAxis(height, domain, ticks(...domain, TICKS));
}

/** The text of a tick, without trailing zeros. */
export function tickText(value: number): string {
  return digitsText(Number(value.toFixed(4)), 12);
}

/**
 * Where an axis label stands beside its axis: read upwards, but a single letter upright, since turned it is hard to tell.
 * @returns the transform of the label's SVG text, in px
 */
export function axisLabelPlace(x: number, height: number, label: string): string {
  const place = `translate(${x} ${height / 2})`;
  return label.length === 1 ? place : `${place} ${READ_UPWARDS}`;
}

const READ_UPWARDS = "rotate(-90)";
