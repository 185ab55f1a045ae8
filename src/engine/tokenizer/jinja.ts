import { Environment, Interpreter, Template } from "@huggingface/jinja";

/** A template of the hub takes some hundred steps a message. */
const MOST_STEPS = 200_000;
const MOST_CHARACTERS = 10_000_000;
const MOST_ITEMS = 100_000;

/**
 * A Jinja template, as chat templates are written. One that would go on forever, or outgrow the memory, ends in an error,
 * which the library's own rendering would not.
 */
export class BoundedTemplate {
  readonly #program: Template["parsed"];

  /** @throws Error where it is no template */
  constructor(source: string) {
    this.#program = new Template(source).parsed;
  }

  /** @throws Error where the template raises one, asks for what there is not, or does not come to an end */
  render(variables: Record<string, unknown>): string {
    const environment = new Environment();
    for (const [name, value] of Object.entries({ ...GLOBALS, ...variables })) environment.set(name, value);
    return String(new BoundedInterpreter(environment).run(this.#program).value);
  }
}

class BoundedInterpreter extends Interpreter {
  #steps = 0;
  readonly #sizes = new WeakMap<object, { length: number; size: number }>();

  override evaluate(...args: Parameters<Interpreter["evaluate"]>): ReturnType<Interpreter["evaluate"]> {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new Error(`it does not end within ${MOST_STEPS} steps`);
    const result = super.evaluate(...args);
    if (this.#sizeOf(result.value) <= MOST_CHARACTERS) return result;
    throw new Error(`it writes more than ${MOST_CHARACTERS} characters`);
  }

  /**
   * Characters and items of a value, as often as it would be written: a list that holds another one twice counts it twice,
   * and so grows without end in few steps and little memory, until something writes it.
   */
  #sizeOf(value: unknown): number {
    if (typeof value === "string") return value.length;
    const inner = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : null;
    if (!inner) return 1;
    const known = this.#sizes.get(value as object);
    if (known !== undefined && known.length === inner.length) return known.size;
    const size = inner.reduce((sum: number, { value: one }: { value: unknown }) => sum + this.#sizeOf(one), 1);
    this.#sizes.set(value as object, { length: inner.length, size });
    return size;
  }
}

/** The date that Llama 3 writes where nobody tells it another. */
const DAY: Record<string, string> = { "%Y": "2024", "%m": "07", "%b": "Jul", "%B": "July", "%d": "26", "%%": "%" };

/** What transformers gives templates beside the conversation. */
const GLOBALS: Record<string, unknown> = {
  ...{ true: true, True: true, false: false, False: false, none: null, None: null },
  raise_exception(message: string) {
    throw new Error(message);
  },
  range(start: number, stop?: number, step = 1): number[] {
    const [from, to] = stop === undefined ? [0, start] : [start, stop];
    const length = Math.max(0, Math.ceil((to - from) / step));
    if (length <= MOST_ITEMS) return Array.from({ length }, (_, i) => from + i * step);
    throw new Error(`range() of more than ${MOST_ITEMS}`);
  },
  // Of today's date, the same data would be other tokens tomorrow.
  strftime_now: (format: string) => format.replace(/%./g, (code) => DAY[code] ?? "00"),
};
