import type { ReactNode } from "react";
import { t } from "../../i18n/i18n.ts";
import { usePalette } from "../token-figure/use-palette.ts";
import classes from "./IntervalTable.module.css";

/** A figure with its 95 % interval, and the single figures that it is the mean of. */
export interface IntervalRow {
  id: string;
  name: ReactNode;
  value: number;
  /** Ends of the interval; null where nothing tells how sure the figure is. */
  low: number | null;
  high: number | null;
  /** Single figures behind the mean, such as one a seed; drawn as dots. */
  dots: readonly number[];
  colour: string;
}

interface IntervalTableProps {
  /** Heading of the plot's column. */
  label: string;
  rows: readonly IntervalRow[];
  /** Left and right end of the plot. */
  domain: readonly [low: number, high: number];
  /** The value at which a line is drawn through all rows, such as 0 for differences; null for none. */
  line: number | null;
  text(value: number): string;
}

const HEIGHT = 24;
const MIDDLE = HEIGHT / 2;

/** Figures with their intervals, one row each: drawing and numbers in one table. */
export function IntervalTable({ label, rows, domain, line, text }: IntervalTableProps) {
  const palette = usePalette();
  const [low, high] = domain;
  const place = (value: number) => `${(100 * (Math.min(high, Math.max(low, value)) - low)) / (high - low)}%`;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <td />
          <th scope="col" className={classes.plot}>
            <span className={classes.ends}>
              <span>{text(low)}</span>
              <b>{label}</b>
              <span>{text(high)}</span>
            </span>
          </th>
          <th scope="col">{t("95 % interval")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, value, low: from, high: to, dots, colour }) => (
          <tr key={id} data-interval={id}>
            <th scope="row">{name}</th>
            <td className={classes.plot}>
              <svg width="100%" height={HEIGHT} aria-hidden>
                <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} stroke={palette.line} />
                {line !== null && <line x1={place(line)} x2={place(line)} y1="0" y2={HEIGHT} stroke={palette.ink} />}
                {from !== null && to !== null && (
                  <line x1={place(from)} x2={place(to)} y1={MIDDLE} y2={MIDDLE} stroke={colour} strokeWidth="3" />
                )}
                {dots.map((dot, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a dot's index is its seed.
                  <circle key={i} cx={place(dot)} cy={MIDDLE} r="3" fill={palette.paper} stroke={colour} />
                ))}
                <line x1={place(value)} x2={place(value)} y1="4" y2={HEIGHT - 4} stroke={colour} strokeWidth="3" />
              </svg>
            </td>
            <td className={classes.numbers}>
              <b>{text(value)}</b> {from !== null && to !== null ? `[${text(from)}, ${text(to)}]` : t("no interval")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
