import { inContext } from "../../src/i18n/i18n.ts";
import { quoted } from "../../src/i18n/translated.ts";
import { calledName, childrenOf, isNode, keyOf, type Node } from "./syntax.ts";

/** The parts of a `ProblemReport` that are sentences. */
const REPORT = new Set(["what", "where", "expected", "found", "fix"]);

/** All English texts of a file that a catalogue must have, as their ids. */
export function messagesOf(tree: Node): string[] {
  const found: string[] = [];
  const visit = (node: Node) => {
    found.push(...messagesAt(node));
    childrenOf(node).forEach(visit);
  };
  visit(tree);
  return found;
}

/** The nodes in which a text of the page stands: what is in them is not hard-wired. */
export function textsAt(node: Node): Node[] {
  switch (node.type) {
    case "CallExpression": {
      const [text, , context] = node.arguments as Node[];
      return ["t", "msg", "asData"].includes(calledName(node)) ? [text, context].filter(isNode) : [];
    }
    case "JSXOpeningElement":
      return keyOf(node) === "Trans" ? attribute(node, "id") : [];
    case "ObjectExpression":
      return reportTexts(node);
    default:
      return [];
  }
}

function messagesAt(node: Node): string[] {
  if (calledName(node) === "asData") return [];
  const [text, context] = textsAt(node);
  if (calledName(node) === "t" && text && context)
    return literalsOf(text).flatMap((one) => literalsOf(context).map((its) => inContext(one, its)));
  return textsAt(node).flatMap((text) => (isWritten(node) ? literalsOf(text) : patternsOf(text)));
}

/** Whether a text is ICU's already; other texts are plain English, of which patterns are made. */
function isWritten(node: Node): boolean {
  return node.type === "JSXOpeningElement" || calledName(node) === "t";
}

function attribute(element: Node, name: string): Node[] {
  return (element.attributes as Node[]).filter((one) => keyOf(one) === name).map(({ value }) => value as Node);
}

/** The texts of an object that has the form of a `ProblemReport`. */
function reportTexts({ properties }: Node): Node[] {
  const own = (properties as Node[]).filter(({ type }) => type === "Property");
  if (!own.some((property) => keyOf(property) === "what")) return [];
  return own.filter((property) => REPORT.has(keyOf(property))).map(({ value }) => value as Node);
}

/** The texts that an expression may have as its value, if they are written out. */
function literalsOf(node: Node): string[] {
  if (node.type === "JSXExpressionContainer") return literalsOf(node.expression as Node);
  return alternatives(node).map((one) => {
    const text = joined(one, { text: (text) => text, value: () => null });
    if (text === null)
      throw new Error("t() of a value has no text to find: write the text out, or show it by translated()");
    return text;
  });
}

/** The plain texts that an expression may have as its value, as patterns, and those that may stand in their places. */
function patternsOf(node: Node): string[] {
  return alternatives(node).flatMap((one) => {
    let places = 0;
    const inner: string[] = [];
    const value = (expression: Node) => {
      if (alternatives(expression).length > 1) inner.push(...patternsOf(expression));
      return `{${places++}}`;
    };
    const text = joined(one, { text: quoted, value });
    return [...(text !== null && saysSomething(text) ? [text] : []), ...inner];
  });
}

function saysSomething(pattern: string): boolean {
  return /\p{L}{2}/u.test(pattern.replace(/\{\d+\}/g, ""));
}

function alternatives(node: Node): Node[] {
  const { consequent, alternate, left, right } = node;
  const branches = { ConditionalExpression: [consequent, alternate], LogicalExpression: [left, right] }[node.type];
  return branches ? branches.filter(isNode).flatMap(alternatives) : [node];
}

/** How the parts of a text are read. */
interface Reading {
  text(text: string): string;
  /** What stands for a value, or null if there may be none. */
  value(expression: Node): string | null;
}

/** The text of a literal, a template or a sum of these, or null. */
function joined(node: Node, reading: Reading): string | null {
  if (node.type === "Literal") return typeof node.value === "string" ? reading.text(node.value) : null;
  if (node.type === "TemplateLiteral") {
    const texts = (node.quasis as Node[]).map(({ value }) => reading.text((value as { cooked: string }).cooked));
    const values = (node.expressions as Node[]).map(reading.value);
    return values.includes(null) ? null : texts.map((text, at) => text + (values[at] ?? "")).join("");
  }
  if (node.type === "BinaryExpression" && node.operator === "+" && isNode(node.left) && isNode(node.right)) {
    const [left, right] = [node.left, node.right].map((side) => joined(side, reading) ?? reading.value(side));
    return left == null || right == null ? null : left + right;
  }
  return null;
}
