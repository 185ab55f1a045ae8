// Before the first paint: the colour scheme chosen last time, or a dark page would flash white. A file of its own, since
// the Content-Security-Policy runs no script that stands in the page.
let chosen = null;
try {
  chosen = localStorage.getItem("colour-scheme");
} catch {
  // A frame of another site may keep nothing.
}
const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
