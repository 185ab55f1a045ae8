import { parseSync } from "vite";

/** A node of the syntax tree (ESTree, with TypeScript and JSX), of any kind. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** The syntax tree of a TypeScript file. */
export function treeOf(file: string, code: string): Node {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return program as unknown as Node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** The nodes directly below a node, in the order of the code. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

/** The name that a call calls: `t` of `t("…")`, `postMessage` of `port.postMessage(…)`, the class of `new Error(…)`. */
export function calledName({ callee }: Node): string {
  if (!isNode(callee)) return "";
  return String(isNode(callee.property) ? callee.property.name : callee.name);
}

/** The name of an object's property or of an element's attribute. */
export function keyOf(node: Node): string {
  const key = (node.key ?? node.name) as Node | undefined;
  return String(key?.name ?? key?.value ?? "");
}

/** A JSX text as it is rendered: lines are trimmed and joined by spaces. */
export function renderedText(raw: string): string {
  const lines = raw.split("\n");
  return lines
    .map((line, at) => (at > 0 ? line.trimStart() : line))
    .map((line, at) => (at < lines.length - 1 ? line.trimEnd() : line))
    .filter((line) => line !== "")
    .join(" ");
}
