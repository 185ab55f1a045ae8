/** Keeps the thing that was opened last, for the next caller who asks for the same; another thing replaces it. */
export class Latest<Thing> {
  #key: string | null = null;
  #thing: Promise<Thing> | null = null;

  get(key: string, open: () => Promise<Thing>): Promise<Thing> {
    if (this.#thing === null || key !== this.#key) this.#thing = open();
    this.#key = key;
    return this.#thing;
  }
}
