/** The last thing that was opened, so that it is not opened again for whoever asks for the same; another one takes its place. */
export class Latest<Thing> {
  #key: string | null = null;
  #thing: Promise<Thing> | null = null;

  get(key: string, open: () => Promise<Thing>): Promise<Thing> {
    if (this.#thing === null || key !== this.#key) this.#thing = open();
    this.#key = key;
    return this.#thing;
  }
}
