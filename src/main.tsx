// In a layer: whatever order the style sheets of lazy pages arrive in, their rules count more.
import "@mantine/core/styles.layer.css";
import "./app/page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { keepForOffline } from "./app/offline/new-version.ts";
import { beginLanguage } from "./i18n/language.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
await beginLanguage();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void keepForOffline();
