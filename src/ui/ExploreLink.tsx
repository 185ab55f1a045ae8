import { Anchor } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";
import type { DeviceChoice } from "../engine/device.ts";
import { linkedResponses } from "../state/link.ts";
import { pageEngine } from "../state/page-engine.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";

/** The models that answer and judge when Explore opens. */
export interface ExploreSetting {
  /** Trained reward models of this browser that judge there too. */
  stored: readonly StoredRewardModel[];
  /** A policy tuned in this browser; null: the policy that comes with the playground. */
  policy: StoredPolicy | null;
  device: DeviceChoice;
}

interface ExploreLinkProps {
  prompt: string;
  /** Response tokens, one list per response. */
  responses: readonly (readonly number[])[];
  /** Index of the response that the charts show. */
  active: number;
  setting: ExploreSetting;
  /** Names the record for people who hear the link out of context. */
  label: string;
  children: ReactNode;
}

/** Opens responses in Explore, side by side. */
export function ExploreLink({ prompt, responses, active, setting, label, children }: ExploreLinkProps) {
  const navigate = useNavigate();
  const { stored, policy, device } = setting;
  const search = {
    ...linkedResponses(prompt, responses, active),
    ...(device !== "auto" && { device }),
    ...(policy && { policy: policy.id }),
  };

  const open = (event: MouseEvent) => {
    if (stored.length === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Explore scores with the models that it has loaded by then.
    if (pageEngine.store.getState().phase === "asleep") pageEngine.store.setState({ choice: device });
    void pageEngine.chooseStored(stored).then(() => navigate({ to: "/explore", search }));
  };

  return (
    <Anchor
      size="xs"
      underline="always"
      aria-label={label}
      onClick={open}
      renderRoot={(props) => <Link to="/explore" search={search} {...props} />}
    >
      {children}
    </Anchor>
  );
}
