import { Text } from "@mantine/core";
import classes from "./ExplainedLabel.module.css";
import { Info } from "./Info.tsx";

interface ExplainedLabelProps {
  label: string;
  /** Id of the control that is labelled; left out, the name is plain text, as for a group of controls. */
  htmlFor?: string;
  /** The explanation. */
  children: string;
}

/** The name of a control, with a button that explains it. */
export function ExplainedLabel({ label, htmlFor, children }: ExplainedLabelProps) {
  return (
    <span className={classes.named}>
      {htmlFor === undefined ? (
        <Text span className={classes.label}>
          {label}
        </Text>
      ) : (
        <Text component="label" htmlFor={htmlFor} className={classes.label}>
          {label}
        </Text>
      )}
      <Info about={label}>{children}</Info>
    </span>
  );
}
