/** How the class of students is chosen where a model is: by this name in place of a folder or an id. */
export const CLASS_MODEL = "class";

/** What lists call it. */
export const CLASS_NAME = "Class of students, exact";
