import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { Metric, MetricGroup } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { METRIC_GROUPS } from "../../../state/evaluate-view.ts";
import classes from "./GroupToggles.module.css";

export const groupNames: Record<MetricGroup, string> = {
  pairs: msg("Pairs"),
  rewardbench: "RewardBench",
  process: msg("Process"),
  mistakes: msg("By mistake"),
  values: msg("Values"),
  mechanism: msg("Mechanism"),
};

interface GroupTogglesProps {
  metrics: readonly Metric[];
  hidden: readonly MetricGroup[];
  onHidden: (hidden: MetricGroup[]) => void;
}

/** Chooses which groups of metrics are shown as columns. */
export function GroupToggles({ metrics, hidden, onHidden }: GroupTogglesProps) {
  const toggle = (group: MetricGroup) =>
    onHidden(hidden.includes(group) ? hidden.filter((other) => other !== group) : [...hidden, group]);
  const groups = METRIC_GROUPS.map((group) => ({
    group,
    count: metrics.filter((metric) => metric.group === group).length,
  })).filter(({ count }) => count > 0);
  return (
    <fieldset aria-label={t("Groups of metrics")} className={classes.groups}>
      {groups.map(({ group, count }) => {
        const open = !hidden.includes(group);
        const Icon = open ? IconChevronDown : IconChevronRight;
        return (
          <Button
            key={group}
            size="compact-xs"
            variant={open ? "default" : "subtle"}
            aria-expanded={open}
            leftSection={<Icon size={13} aria-hidden />}
            onClick={() => toggle(group)}
          >
            {translated(groupNames[group])} <span className={classes.count}>{count}</span>
          </Button>
        );
      })}
    </fieldset>
  );
}
