/** Text that is XML markup. */
export type Markup = string;

/** An XML element. Attributes are escaped here; children are markup already. */
export function element(name: string, attributes: Record<string, string | number>, children: Markup[] = []): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return children.length === 0
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

/** An SVG text element. */
export function svgText(content: string, attributes: Record<string, string | number>): Markup {
  return element("text", attributes, [escaped(content)]);
}

/** Plain text as markup. */
export function escaped(content: string): Markup {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
