import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { isDarkTheme } from "../excel/platform";

/** Tieout's teal, from ink to mist. 80 carries white text at 6:1. */
const teal: BrandVariants = {
  10: "#011315",
  20: "#042428",
  30: "#06363b",
  40: "#07434a",
  50: "#085056",
  60: "#095b61",
  70: "#0a6268",
  80: "#0b6a70",
  90: "#25808a",
  100: "#459299",
  110: "#62a4aa",
  120: "#7fb6bb",
  130: "#9cc8cc",
  140: "#b9dadd",
  150: "#d5e9eb",
  160: "#eef7f8",
};

export const lightTheme: Theme = createLightTheme(teal);
const dark = createDarkTheme(teal);
/** Fluent's dark theme takes shades too deep for text of a dark brand. */
export const darkTheme: Theme = { ...dark, colorBrandForeground1: teal[120], colorBrandForeground2: teal[130], colorBrandForegroundLink: teal[120], colorBrandForegroundLinkHover: teal[140] };

const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)");

/** Office's theme where Excel tells it, else the system's. High contrast needs no theme: the browser replaces colours itself. */
export const useTheme = (): Theme => {
  const [isDark, setDark] = useState(() => isDarkTheme() ?? prefersDark().matches);
  useEffect(() => {
    const system = prefersDark();
    const follow = () => setDark(isDarkTheme() ?? system.matches);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  return isDark ? darkTheme : lightTheme;
};
