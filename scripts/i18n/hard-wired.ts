import { textsAt } from "./messages.ts";
import { calledName, childrenOf, isNode, keyOf, type Node, renderedText } from "./syntax.ts";

/** Attributes whose texts a person reads or hears. */
const READ =
  /^(aria-(label|description|roledescription|valuetext)|alt|description|error|heading|label|placeholder|title)$/;

/** Attributes that no person reads. */
const TECHNICAL =
  /^(className|style|styles|id|key|type|role|rel|href|to|htmlFor|d|viewBox|points|transform|stroke\w*|fill\w*|aria-(labelledby|describedby|controls|owns)|data-.*|grid\w*)$/;

/** Names that are the same in every language. */
const NAMES =
  /\b(ICRM Playground|ICRM|GRM|BT|PRM|DPO|KL|AUROC|ECE|Brier|Spearman|GitHub|LLaMA-Factory|alpaca|sharegpt|Hugging Face|JSONL?|CSV|SVG|PNG|Parquet|ONNX|WebGPU|Wasm|LoRA|AdamW|MiB|GiB|kB|MB|GB|ms|min|px|Ctrl|Enter|Escape|Tab|Shift|English|RewardBench|ProcessBench|Best-of-N)\b/g;

/** Functions whose texts only programs read. */
const MACHINE = new Set(["postMessage", "closest", "querySelector", "querySelectorAll", "includes", "asData"]);

const KEYS = /^(Backspace|Delete|End|Home|Space)$/;

/** A text that a person reads and that no catalogue can translate, since it stands in the code. */
export interface HardWired {
  text: string;
  start: number;
}

/** All texts for readers that stand in a file without `t`, `Trans` or `msg`. */
export function hardWired(tree: Node): HardWired[] {
  const found: HardWired[] = [];
  const translated = new Set<Node>();
  const visit = (node: Node, isRead: boolean) => {
    if (isSkipped(node)) return;
    const text = textOf(node);
    if (text !== null && (isRead ? hasWord(text) : isProse(text))) found.push({ text, start: node.start });
    for (const one of textsAt(node)) translated.add(one);
    for (const child of childrenOf(node))
      if (!translated.has(child) && !isKey(node, child)) visit(child, reads(node, child, isRead));
  };
  visit(tree, false);
  return found;
}

function isSkipped(node: Node): boolean {
  if (node.type.startsWith("TS") && !isNode(node.expression)) return true;
  if (node.type === "JSXAttribute") return TECHNICAL.test(keyOf(node));
  // A defect of the program, of which its author reads.
  if (node.type === "NewExpression") return calledName(node) === "Error";
  // Texts that programs exchange have no human reader.
  if (node.type === "CallExpression") return MACHINE.has(calledName(node));
  // A comparison shows nothing.
  if (node.type === "BinaryExpression") return node.operator === "===" || node.operator === "!==";
  return ["ImportDeclaration", "ExportNamedDeclaration", "ImportExpression"].includes(node.type) && isNode(node.source);
}

function isKey(parent: Node, child: Node): boolean {
  return parent.type === "Property" && child === parent.key && parent.computed !== true;
}

/** Whether what is below a node is shown as it stands. */
function reads(parent: Node, child: Node, isRead: boolean): boolean {
  switch (parent.type) {
    case "JSXElement":
    case "JSXFragment":
      return child.type === "JSXExpressionContainer" || child.type === "JSXText";
    case "JSXAttribute":
      return READ.test(keyOf(parent));
    case "Property":
      return keyOf(parent).startsWith("aria-") && READ.test(keyOf(parent));
    case "ConditionalExpression":
      return isRead && child !== parent.test;
    case "LogicalExpression":
      return isRead && (parent.operator !== "&&" || child === parent.right);
    case "JSXExpressionContainer":
    case "TemplateLiteral":
      return isRead && child.type !== "CallExpression";
    default:
      return false;
  }
}

function textOf(node: Node): string | null {
  if (node.type === "JSXText") return renderedText(String(node.value));
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : null;
  if (node.type !== "TemplateLiteral") return null;
  return (node.quasis as Node[]).map(({ value }) => (value as { cooked: string }).cooked).join("{}");
}

function hasWord(text: string): boolean {
  return /[A-Za-z]{2}/u.test(text.replace(NAMES, ""));
}

/** Whether a text is a sentence or a part of one, and no name that the program uses. */
function isProse(text: string): boolean {
  if (/var\(--|\dpx|\bmonospace\b|\bsans-serif\b|^[\w-]+(\.[\w-]+)+$/.test(text)) return false;
  if (/^[A-Z][a-z]{2,}[….!?]?$/.test(text)) return hasWord(text.replace(KEYS, ""));
  const plain = text.replace(NAMES, "").replace(/["“”]/g, "");
  return /[A-Za-z]{2},? [A-Za-z]{2}|\{\},? [A-Za-z]{2}|[A-Za-z]{2} \{\}/u.test(plain);
}
