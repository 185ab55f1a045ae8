import { asData } from "../i18n/msg.ts";
import { type Embedded, searchWith } from "../state/appearance.ts";

/** HTML that shows a figure of a page in another page, as high as it is. @param address the whole link to the page */
export function embedCode(figure: Embedded, address: string): string {
  const url = new URL(address);
  url.search = searchWith("", { embed: figure, present: false, hide: [] });
  const src = url.href.replaceAll("&", "&amp;").replaceAll('"', "%22");
  return asData(`<iframe src="${src}" title="ICRM Playground: ${figure}" width="100%" height="480" style="border: 0"></iframe>
<script>
  addEventListener("message", ({ source, data }) => {
    if (data?.type !== "icrm-playground/height") return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.height = data.height;
    }
  });
</script>
`);
}
