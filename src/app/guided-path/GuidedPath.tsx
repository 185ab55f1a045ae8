import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconCheck, IconX } from "@tabler/icons-react";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { translated } from "../../i18n/translated.ts";
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
    <section aria-label={t("Guided path")} className={classes.strip}>
      <p>
        <Trans
          id="<b>New here?</b> A reward model says how good an answer is, here after every token. Seven stops show it in five minutes."
          components={{ b: <b /> }}
        />
      </p>
      <span className={classes.ways}>
        <Button size="compact-xs" onClick={begin}>
          {t("Show me around")}
        </Button>
        <Button size="compact-xs" variant="default" onClick={putAway}>
          {t("No, thanks")}
        </Button>
        <Anchor
          size="sm"
          c="inherit"
          underline="always"
          renderRoot={(props) => <Link to="/learn/outcome-and-process" {...props} />}
        >
          {t("Read lesson 1")}
        </Anchor>
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
    <section aria-label={t("Guided path")} className={`${classes.strip} ${classes.walk}`}>
      <div role="status" aria-live="polite" className={classes.stop}>
        <span className={classes.place}>{t("{place} of {all}", { place: stop + 1, all: ACTS.length })}</span>
        <p>
          {translated(sense)} <b>{translated(task)}</b>
          {done && (
            <span className={classes.done}>
              {" "}
              <IconCheck size={14} aria-hidden /> {t("Done.")}
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
            {t("Take me there")}
          </Button>
        )}
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={t("Stop before")}
          disabled={stop === 0}
          onClick={() => go(-1)}
        >
          <IconArrowLeft size={14} aria-hidden />
        </ActionIcon>
        <Button
          size="compact-xs"
          variant={done ? "filled" : "default"}
          rightSection={!isLast && <IconArrowRight size={13} aria-hidden />}
          onClick={() => go(1)}
        >
          {isLast ? t("Finish") : done ? t("Next stop") : t("Skip this")}
        </Button>
        <ActionIcon
          size="sm"
          aria-label={t("Leave the guided path")}
          title={t("Leave; “Guided path” at the foot begins it again")}
          onClick={putAway}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </span>
    </section>
  );
}
