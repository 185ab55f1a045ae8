import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { compile } from "../../src/i18n/compile.ts";
import chinese from "../../src/i18n/locales/zh-CN.ts";
import { hardWired } from "./hard-wired.ts";
import { messagesOf } from "./messages.ts";
import { sourceFiles } from "./project.ts";
import { treeOf } from "./syntax.ts";

const files = sourceFiles();
const catalogue: Record<string, string> = chinese;

test("every text has its Chinese", () => {
  const missing = files.flatMap(({ messages }) => messages).filter((text) => !catalogue[text]);
  expect(missing).toEqual([]);
});

test("every Chinese text is used", () => {
  const used = new Set(files.flatMap(({ messages }) => messages));
  expect(Object.keys(catalogue).filter((text) => !used.has(text))).toEqual([]);
});

test("no text is hard-wired", () => {
  const found = files.flatMap(({ file, hardWired }) => hardWired.map(({ text }) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

test("texts are compiled as Lingui compiles them", () => {
  const texts = [...files.flatMap(({ messages }) => messages), ...Object.values(catalogue)];
  expect(texts.filter((text) => text.includes("{")).map(compile)).toEqual(
    texts.filter((text) => text.includes("{")).map((text) => compileMessage(text)),
  );
});

test("a translation can be read as ICU, and names the values and elements of its text", () => {
  const wrong = Object.entries(catalogue).filter(([id, text]) => {
    const own = new Set(placesOf(id));
    return placesOf(text).some((place) => !own.has(place));
  });
  expect(wrong).toEqual([]);
});

/** The values and the elements that a message names. */
function placesOf(message: string): string[] {
  const names: string[] = [...message.matchAll(/<\/?(\w+)\/?>/g)].map(([, tag]) => `<${tag}>`);
  const visit = (tokens: unknown) => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      names.push(String(token[0]));
      for (const branch of Object.values(token[2] ?? {})) visit(branch);
    }
  };
  visit(compileMessage(message));
  return names;
}

const page = `
  const rows = [{ label: msg("Learning rate") }];
  const refused = new PlaygroundError({ what: \`\${n} \${n === 1 ? "record" : "records"} left out of "{x}"\`, where: name });
  const Page = () => (
    <p title={t("A title")} aria-label={isOpen ? "Close it" : \`Open \${name}\`} className="one two">
      {t("{n, plural, one {# run} other {# runs}}", { n })} <b>stands here</b>
      <Trans id="Read <b>this</b>" components={{ b: <b /> }} />
      {unit === "default" ? "none" : <i />}
      {t("steps", {}, "of a solution")}
    </p>
  );
  const said = ["This sentence is nobody's.", "Paused.", \`Wrote "\${name}"\`];
`;

test("texts are found by their marks, those of errors as patterns", () => {
  expect(messagesOf(treeOf("page.tsx", page))).toEqual([
    "Learning rate",
    `{0} {1} left out of "'{'x'}'"`,
    "record",
    "records",
    "A title",
    "{n, plural, one {# run} other {# runs}}",
    "Read <b>this</b>",
    "of a solution\u0004steps",
  ]);
});

test("texts without a mark are found as hard-wired", () => {
  const texts = hardWired(treeOf("page.tsx", page)).map(({ text }) => text);
  expect(texts).toEqual([
    "Close it",
    "Open {}",
    "stands here",
    "none",
    "This sentence is nobody's.",
    "Paused.",
    'Wrote "{}"',
  ]);
});
