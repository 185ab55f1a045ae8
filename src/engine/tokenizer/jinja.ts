import { Environment, Interpreter, Template } from "@huggingface/jinja";
import {
  areEqual,
  capitalised,
  lengthOf,
  modulo,
  pythonText,
  stripped,
  type TemplateValue,
  titled,
} from "./python-text.ts";

/** Limits of a rendering. Templates of the hub take some hundred steps a message. */
const MOST_STEPS = 200_000;
const MOST_CHARACTERS = 10_000_000;
const MOST_ITEMS = 100_000;

/**
 * A Jinja chat template, rendered as jinja2 renders it, also where the library's own rendering differs. A template that
 * would not end, or would outgrow the memory, ends in an error; the library's own rendering would go on.
 */
export class BoundedTemplate {
  readonly #program: Template["parsed"];

  /** @throws Error if the source is no valid template */
  constructor(source: string) {
    const program = new Template(source).parsed;
    markPrinted(program as unknown as Node);
    this.#program = program;
  }

  /** @throws Error if the template raises one, uses something that is not defined, or exceeds the limits */
  render(variables: Record<string, unknown>): string {
    const environment = new Environment();
    for (const [name, value] of Object.entries({ ...GLOBALS, ...variables })) environment.set(name, value);
    return String(new BoundedInterpreter(environment).run(this.#program).value);
  }
}

/** A node of a parsed template. */
interface Node {
  type: string;
  [part: string]: unknown;
}

/** Nodes that print nothing: literal text, and statements without output of their own. */
const NOT_PRINTED = [
  ...["StringLiteral", "Comment", "Set", "If", "For", "Macro", "CallStatement", "FilterStatement"],
  ...["Break", "Continue"],
];

/** Wraps every expression whose value is printed, in the program and in the bodies of statements. */
function markPrinted(node: Node): void {
  for (const part of ["body", "alternate", "defaultBlock"]) {
    const block = node[part];
    if (!Array.isArray(block)) continue;
    for (const inner of block as Node[]) markPrinted(inner);
    node[part] = block.map((inner: Node) =>
      NOT_PRINTED.includes(inner.type) ? inner : { type: "Printed", printed: inner },
    );
  }
}

/** The methods of Python's `str` that the library does not have or does differently; null for all other methods. */
function methodOf(text: string, name: string, [given]: readonly TemplateValue[]): string | null {
  const characters = given?.type === "StringValue" ? String(given.value) : undefined;
  switch (name) {
    case "strip":
      return stripped(text, "both", characters);
    case "lstrip":
      return stripped(text, "left", characters);
    case "rstrip":
      return stripped(text, "right", characters);
    case "capitalize":
      return capitalised(text);
    default:
      return null;
  }
}

/** The items that `join` joins, each as Python prints it. */
function joinable(value: TemplateValue, filter: Node): TemplateValue {
  const name = filter.type === "Identifier" ? filter.value : (filter.callee as Node | undefined)?.value;
  return name === "join" && Array.isArray(value.value) ? wrapped(value.value.map(pythonText)) : value;
}

/** The value of a filter that differs in Python; undefined for all other filters. */
function filtered(value: TemplateValue, name: unknown): string | number | undefined {
  const text = value.type === "StringValue" ? String(value.value) : null;
  if (name === "string") return pythonText(value);
  if (name === "int" && value.type === "FloatValue") return Math.trunc(value.value as number);
  if (text === null) return undefined;
  if (name === "length" || name === "count") return lengthOf(text);
  if (name === "capitalize") return capitalised(text);
  if (name === "title") return titled(text);
  if (name === "trim") return stripped(text, "both");
  return undefined;
}

const NUMBERS = ["IntegerValue", "FloatValue"];

class BoundedInterpreter extends Interpreter {
  #steps = 0;
  readonly #sizes = new WeakMap<object, { length: number; size: number }>();

  override evaluate(...args: Parameters<Interpreter["evaluate"]>): ReturnType<Interpreter["evaluate"]> {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new Error(`it does not end within ${MOST_STEPS} steps`);
    const [node, environment] = args as unknown as [Node | undefined, Environment];
    const result = (node && this.#asInPython(node, environment)) ?? super.evaluate(...args);
    if (this.#sizeOf(result.value) <= MOST_CHARACTERS) return result;
    throw new Error(`it writes more than ${MOST_CHARACTERS} characters`);
  }

  /** The value of a node that jinja2 evaluates differently from the library; null for all other nodes. */
  #asInPython(node: Node, environment: Environment): TemplateValue | null {
    const evaluate = (inner: unknown) => this.evaluate(inner as never, environment);
    switch (node.type) {
      case "Known":
        return node.known as TemplateValue;
      case "Printed":
        return wrapped(pythonText(evaluate(node.printed)));
      case "BinaryExpression":
        return this.#operation(node, evaluate);
      case "FilterExpression": {
        const filter = node.filter as Node;
        const operand = joinable(evaluate(node.operand), filter);
        const own = filter.type === "Identifier" ? filtered(operand, filter.value) : undefined;
        return own === undefined ? super.evaluate(withKnown(node, "operand", operand), environment) : wrapped(own);
      }
      case "MemberExpression": {
        if (!node.computed || (node.property as Node).type === "SliceExpression") return null;
        const object = evaluate(node.object);
        if (object.type !== "StringValue") return super.evaluate(withKnown(node, "object", object), environment);
        const place = evaluate(node.property);
        if (place.type !== "IntegerValue") throw new Error(`it asks for ${pythonText(place)} of a text`);
        return wrapped([...String(object.value)].at(place.value as number) ?? "");
      }
      case "CallExpression": {
        const callee = node.callee as Node;
        if (callee.type !== "MemberExpression" || callee.computed) return null;
        const object = evaluate(callee.object);
        if (object.type === "StringValue") {
          const given = (node.args as Node[]).map(evaluate);
          const own = methodOf(String(object.value), String((callee.property as Node).value), given);
          if (own !== null) return wrapped(own);
        }
        return super.evaluate({ ...node, callee: withKnown(callee, "object", object) } as never, environment);
      }
      default:
        return null;
    }
  }

  #operation(node: Node, evaluate: (inner: unknown) => TemplateValue): TemplateValue | null {
    const { value: operator } = node.operator as { value: string };
    if (!["%", "~", "+", "==", "!="].includes(operator)) return null;
    const [left, right] = [evaluate(node.left), evaluate(node.right)];
    const [a, b] = [left.type, right.type];
    if (operator === "==") return wrapped(areEqual(left, right));
    if (operator === "!=") return wrapped(!areEqual(left, right));
    if (operator === "~") return wrapped(pythonText(left) + pythonText(right));
    if (operator === "%" && NUMBERS.includes(a) && NUMBERS.includes(b))
      return wrapped(modulo(left.value as number, right.value as number));
    if (operator === "+" && (a === "StringValue") !== (b === "StringValue"))
      throw new Error(`it adds a text to something else (${a} + ${b})`);
    const known = { ...node, left: { type: "Known", known: left }, right: { type: "Known", known: right } };
    return super.evaluate(known as never, new Environment());
  }

  /**
   * Number of characters and items that printing a value would write. A list that holds another list twice counts it
   * twice, since such lists grow exponentially in few steps and little memory until something prints them.
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

/** A JavaScript value as a value of the template's interpreter. */
function wrapped(value: string | number | boolean | string[]): TemplateValue {
  return new Environment().set("value", value);
}

/** The node with one of its parts replaced by a value that is already known. */
function withKnown(node: Node, part: string, known: TemplateValue): never {
  return { ...node, [part]: { type: "Known", known } } as never;
}

/** The date that Llama 3's template writes by default. */
const DAY: Record<string, string> = { "%Y": "2024", "%m": "07", "%b": "Jul", "%B": "July", "%d": "26", "%%": "%" };

/** The variables and functions that transformers gives to templates beside the conversation. */
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
  // With today's date, the same data would become other tokens tomorrow.
  strftime_now: (format: string) => format.replace(/%./g, (code) => DAY[code] ?? "00"),
};
