import type { CompiledMessage } from "@lingui/message-utils/compileMessage";

type Token = Exclude<CompiledMessage, string>[number];

/**
 * Compiles a message for Lingui, which would bring a parser of all of ICU and weigh ten times as much. Texts here have
 * values, `{name}`, and plurals, `{n, plural, one {# run} other {# runs}}`; braces stand in quotes, `'{'`. A test holds
 * every text against Lingui's own compiler.
 */
export function compile(message: string): CompiledMessage {
  const { tokens, end } = tokensFrom(message, 0, false);
  if (end < message.length) throw new Error(`A brace too many in the text "${message}"`);
  return tokens;
}

/** @param inPlural whether `#` stands for the number @returns where the tokens end: at the message's end, or a `}` */
function tokensFrom(message: string, from: number, inPlural: boolean): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") tokens.push(text);
    text = "";
  };
  let at = from;
  while (at < message.length && message[at] !== "}") {
    const quote = /^'([{}][^']*)'/.exec(message.slice(at, at + 40));
    if (quote) {
      text += quote[1];
      at += quote[0].length;
    } else if (message.startsWith("''", at)) {
      text += "'";
      at += 2;
    } else if (message[at] === "{") {
      flush();
      const { token, end } = argument(message, at);
      tokens.push(token);
      at = end;
    } else if (inPlural && message[at] === "#") {
      flush();
      tokens.push("#");
      at += 1;
    } else {
      text += message[at];
      at += 1;
    }
  }
  flush();
  return { tokens, end: at };
}

/** A value or a plural that begins at a brace. */
function argument(message: string, from: number): { token: Token; end: number } {
  const head = /^\{\s*(\w+)\s*(?:,\s*plural\s*,)?/.exec(message.slice(from));
  const name = head?.[1];
  if (!head || name === undefined) throw new Error(`No value is named at "${message.slice(from)}"`);
  let at = from + head[0].length;
  const cases: Record<string, Token[]> = {};
  while (message[at] !== "}") {
    const key = /^\s*(=\d+|\w+)\s*\{/.exec(message.slice(at));
    if (!key) throw new Error(`No case of a plural stands at "${message.slice(at)}"`);
    const { tokens, end } = tokensFrom(message, at + key[0].length, true);
    cases[(key[1] as string).replace("=", "")] = tokens;
    at = end + 1 + (/^\s*/.exec(message.slice(end + 1))?.[0].length ?? 0);
  }
  const token: Token = Object.keys(cases).length > 0 ? [name, "plural", cases] : [name];
  return { token, end: at + 1 };
}
