import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { offer, takeOffer } from "./new-version.ts";
import classes from "./OfferBar.module.css";

const texts = {
  version: msg("A new version of the playground is ready. A training that runs is kept and goes on after the reload."),
  threads: msg("After a reload the playground computes on all cores of this device."),
};

/** Offers a reload where it brings something; nothing otherwise. */
export function OfferBar() {
  const { kind, otherTabs } = useStore(offer);
  if (!kind) return null;
  return (
    <div role="status" className={classes.bar}>
      <p>
        {translated(texts[kind])}
        {otherTabs && " "}
        {otherTabs &&
          t("Close the other tabs of the playground first: they still need the version they were opened with.")}
      </p>
      <Button size="compact-sm" onClick={takeOffer}>
        {t("Reload")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => offer.setState({ kind: null })}>
        {t("Later")}
      </Button>
    </div>
  );
}
