import { expect, test } from "vitest";
import { BoundedTemplate } from "./jinja.ts";

const messages = [{ role: "user", content: "hi 😀" }];

/** // Expected texts were printed by jinja2 3.1, set up as Transformers sets up its sandbox. */
test.each([
  [
    "{{ true }} {{ none }} {{ absent }}.{{ 6 / 3 }} {{ [1, 'a', none, 1.0] }} {{ {'a': \"it's\"} }}",
    `True None .2.0 [1, 'a', None, 1.0] {'a': "it's"}`,
  ],
  ["{{ 'ABC' | capitalize }} {{ 'aBC'.capitalize() }} {{ \"foo's bar\" | title }}", "Abc Abc Foo's Bar"],
  ["{{ -1 % 3 }} {{ 5 % -3 }} {{ -2.7 | int }}", "2 -1 -2"],
  ["{{ messages[0].content | length }} {{ messages[0].content[3] }} {{ messages | length }}", "4 😀 1"],
  [
    "[{{ '\\n\\n a \\n'.strip('\\n') }}] [{{ '\\n a'.lstrip('\\n') }}] [{{ 'x-]y-]'.rstrip('-]') }}] [{{ ' b ' | trim }}]",
    "[ a ] [ a] [x-]y] [b]",
  ],
  [
    "{{ 'a' ~ 1 ~ true ~ none }} {{ true | string }} {{ [true, none, 'x'] | join(', ') }}",
    "a1TrueNone True True, None, x",
  ],
  [
    "{{ '1' == 1 }} {{ 1 == 1.0 }} {{ none == absent }} {{ [1] == [1] }} {{ {'a': 1} != {'a': 1} }}",
    "False True False True False",
  ],
  [
    "{% for a in [1, 2] %}{{ loop.first }}{% if a == 1 %}{{ none }}{% else %}{{ false }}{% endif %}{% endfor %}" +
      "{% macro m(v) %}[{{ v }}]{% endmacro %}{{ m(true) }}{% set y %}{{ true }}{% endset %}{{ y }}",
    "TrueNoneFalseFalse[True]True",
  ],
])("%s is what Python makes of it", (template, printed) => {
  expect(new BoundedTemplate(template).render({ messages })).toBe(printed);
});

test.each([
  ["{{ 'a' + 1 }}", /adds a text to something else/],
  ["{{ 1 % 0 }}", /divides by zero/],
  ["{{ range }}", /prints a value that has no text/],
])("%s is refused, as Python refuses it or as nobody means it", (template, said) => {
  expect(() => new BoundedTemplate(template).render({ messages })).toThrow(said);
});
