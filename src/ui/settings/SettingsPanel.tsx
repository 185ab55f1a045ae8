import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import classes from "./Settings.module.css";

interface SettingsPanelProps {
  /** The settings in one line, shown while the panel is folded. */
  summary: string;
  /** A note before the first section. */
  note: string | null;
  children: ReactNode;
}

/**
 * The sections of a page's settings, one below the other. On a phone the panel begins folded: what the settings act on
 * would be far below.
 */
export function SettingsPanel({ summary, note, children }: SettingsPanelProps) {
  const wide = useMediaQuery("(min-width: 701px)", true, { getInitialValueInEffect: false });
  return (
    <section aria-label={t("Settings")} data-part="controls">
      {/* A new key when the window's width changes the default; until then, what a person folded stays folded. */}
      <details key={String(wide)} className={classes.setup} open={wide}>
        <summary>
          <Trans
            id="Settings <span>{summary}</span>"
            components={{ span: <span className={classes.summary} /> }}
            values={{ summary }}
          />
        </summary>
        <div className={classes.sections}>
          {note && <p className={classes.explanation}>{note}</p>}
          {children}
        </div>
      </details>
    </section>
  );
}
