import { IconAlertTriangle } from "@tabler/icons-react";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import classes from "./Warnings.module.css";

const FEW = 3;

/** Warnings that a reader of the figures has to know. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  const list = (some: readonly string[]) => (
    <ul className={classes.warnings}>
      {some.map((warning) => (
        <li key={warning}>{translated(warning)}</li>
      ))}
    </ul>
  );
  return (
    <section role="note" aria-label={t("Warnings")} className={classes.bar}>
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        {list(warnings.slice(0, FEW))}
        {warnings.length > FEW && (
          <details>
            <summary>{t("{warnings} more", { warnings: warnings.length - FEW })}</summary>
            {list(warnings.slice(FEW))}
          </details>
        )}
      </div>
    </section>
  );
}
