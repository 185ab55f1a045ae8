import { ActionIcon, Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconCheck, IconX } from "@tabler/icons-react";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { useStore } from "zustand";
import { ACTS, type Act, beginPath, guidedPath, putAway, walk } from "../../state/guided-path.ts";
import classes from "./GuidedPath.module.css";
import { STOPS } from "./stops.ts";

/** A strip that leads a newcomer through the playground, one thing to do a stop. Can be left at any time, and gone on with. */
export function GuidedPath() {
  const { status } = useStore(guidedPath);
  if (status === "walking") return <Walk />;
  return status === "offered" ? <Offer /> : null;
}

function useOpen(): (act: Act) => void {
  const navigate = useNavigate();
  return (act) => {
    const { page, search = {} } = STOPS[act];
    void navigate({ to: page, search });
  };
}

function Offer() {
  const open = useOpen();
  const begin = () => {
    beginPath();
    open(ACTS[0]);
  };
  return (
    <section aria-label="Guided path" className={classes.strip}>
      <p>
        <b>New here?</b> Seven stops, five minutes: write, branch, train and choose.
      </p>
      <span className={classes.ways}>
        <Button size="compact-xs" onClick={begin}>
          Show me around
        </Button>
        <Button size="compact-xs" variant="default" onClick={putAway}>
          No, thanks
        </Button>
      </span>
    </section>
  );
}

function Walk() {
  const { stop, done } = useStore(guidedPath);
  const act = ACTS[stop] as Act;
  const { page, search, sense, task } = STOPS[act];
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const open = useOpen();
  const isLast = stop === ACTS.length - 1;
  const go = (by: 1 | -1) => {
    const next = ACTS[stop + by];
    walk(by);
    if (next && STOPS[next].page !== path) open(next);
  };
  return (
    <section aria-label="Guided path" className={`${classes.strip} ${classes.walk}`}>
      <div role="status" aria-live="polite" className={classes.stop}>
        <span className={classes.place}>
          {stop + 1} of {ACTS.length}
        </span>
        <p>
          {sense} <b>{task}</b>
          {done && (
            <span className={classes.done}>
              {" "}
              <IconCheck size={14} aria-hidden /> Done.
            </span>
          )}
        </p>
      </div>
      <span className={classes.ways}>
        {page !== path && (
          <Button
            size="compact-xs"
            variant="default"
            renderRoot={(props) => <Link to={page} {...(search && { search })} {...props} />}
          >
            Take me there
          </Button>
        )}
        <ActionIcon size="sm" variant="default" aria-label="Stop before" disabled={stop === 0} onClick={() => go(-1)}>
          <IconArrowLeft size={14} aria-hidden />
        </ActionIcon>
        <Button
          size="compact-xs"
          variant={done ? "filled" : "default"}
          rightSection={!isLast && <IconArrowRight size={13} aria-hidden />}
          onClick={() => go(1)}
        >
          {isLast ? "Finish" : done ? "Next stop" : "Skip this"}
        </Button>
        <ActionIcon
          size="sm"
          aria-label="Leave the guided path"
          title="Leave; “Guided path” at the foot begins it again"
          onClick={putAway}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </span>
    </section>
  );
}
