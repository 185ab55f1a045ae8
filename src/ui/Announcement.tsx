import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

/** What a screen reader says when something has changed; nobody sees it. */
export function Announcement({ children }: { children: ReactNode }) {
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="announcement">
      {children}
    </VisuallyHidden>
  );
}
