import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from "@mantine/core";
import { colourVariables } from "../ui/colours.ts";

/** The grey of controls: colour is reserved for reward models, probabilities and verdicts. */
const slate: MantineColorsTuple = [
  "#f3f5f7",
  "#e4e8ec",
  "#c8d0d8",
  "#a9b5c1",
  "#8e9dac",
  "#748595",
  "#5a6b7b",
  "#42515f",
  "#2e3a45",
  "#1c252d",
];

const compact = { defaultProps: { size: "xs" } };

/** The theme of a lab bench: dense, calm, square. */
export const theme = createTheme({
  colors: { slate },
  primaryColor: "slate",
  primaryShade: { light: 7, dark: 2 },
  autoContrast: true,
  // Mantine chooses the text colour of a filled control from the light theme's shade; paper on ink is readable in both
  // themes.
  variantColorResolver(input) {
    const colours = defaultVariantColorsResolver(input);
    const primary = input.color === undefined || input.color === input.theme.primaryColor;
    return input.variant === "filled" && primary ? { ...colours, color: "var(--page-paper)" } : colours;
  },
  respectReducedMotion: true,
  defaultRadius: "xs",
  radius: { xs: "2px", sm: "3px", md: "4px", lg: "6px", xl: "8px" },
  spacing: { xs: "0.375rem", sm: "0.5rem", md: "0.75rem", lg: "1rem", xl: "1.5rem" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  // Chinese glyphs come from the system's Chinese font: one of Japanese would draw some characters differently.
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', 'Liberation Mono', monospace",
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.125rem" }, h2: { fontSize: "1rem" }, h3: { fontSize: "0.875rem" } },
  },
  // By name and not by `Button.extend`, so that a control's code is loaded with the page that uses it.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", size: "md" } },
    Badge: { defaultProps: { radius: "xs", tt: "none", fw: 500 } },
    Button: compact,
    Checkbox: compact,
    InputBase: compact,
    // The placeholder has no role, which a menu's children need; without it the first item gets the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    NumberInput: compact,
    SegmentedControl: compact,
    Select: compact,
    Slider: { defaultProps: { size: "sm" } },
    Switch: compact,
    Table: { defaultProps: { verticalSpacing: 2, horizontalSpacing: "xs" } },
    Textarea: compact,
    TextInput: compact,
    Tooltip: { defaultProps: { openDelay: 200, events: { hover: true, focus: true, touch: true } } },
  },
});

/** Below the scale of `fontSizes`: what stands in and around figures. */
const small = { "--page-font-small": "0.6875rem" };

/** Replaces Mantine's greys for dimmed text and placeholders, which are too faint to read. */
const texts = { "--mantine-color-dimmed": "var(--page-quiet)", "--mantine-color-placeholder": "var(--page-quiet)" };
const page = { "--mantine-color-body": "var(--page-paper)", "--mantine-color-text": "var(--page-ink)", ...texts };

export const cssVariables: CSSVariablesResolver = () => ({
  variables: small,
  light: { ...colourVariables("light"), ...page },
  dark: { ...colourVariables("dark"), ...page },
});
