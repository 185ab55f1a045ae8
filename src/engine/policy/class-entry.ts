import { msg } from "../../i18n/msg.ts";

/** The id of the class of students in lists of models, in place of a checkpoint's folder or id. */
export const CLASS_MODEL = "class";

/** The name of the class in lists of models. */
export const CLASS_NAME = msg("Class of students, exact");
