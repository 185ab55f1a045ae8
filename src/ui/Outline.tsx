import { Skeleton } from "@mantine/core";
import classes from "./Outline.module.css";

interface OutlineProps {
  /** What is going on: "Loading…". */
  label: string;
  /** Heights, in px, of what will stand there. */
  heights: readonly number[];
}

/** Grey areas in the place of what is being loaded, so that the page does not jump when it comes. */
export function Outline({ label, heights }: OutlineProps) {
  return (
    <div className={classes.outline}>
      <p role="status">{label}</p>
      {heights.map((height) => (
        <Skeleton key={height} height={height} radius="xs" animate={false} />
      ))}
    </div>
  );
}
