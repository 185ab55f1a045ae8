import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { translated } from "../../../i18n/translated.ts";
import { LESSON_LINKS, type LinkId } from "../links.ts";
import classes from "./Parts.module.css";

/** A link that opens a page of the playground in the state that the lesson is about. */
export function OpenIn({ link }: { link: LinkId }) {
  const { to, search, label, about } = LESSON_LINKS[link];
  return (
    <p className={classes.openIn}>
      <Button variant="default" size="sm" renderRoot={(props) => <Link to={to} search={search} {...props} />}>
        {translated(label)}
      </Button>
      <span>{translated(about)}</span>
    </p>
  );
}
