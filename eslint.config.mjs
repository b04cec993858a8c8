import tseslint from "typescript-eslint";
import reactHooks from "eslint-plugin-react-hooks";
import officeAddins from "eslint-plugin-office-addins";

const officeGlobals = ["Excel", "Office", "OfficeExtension"].map((name) => ({
  name,
  message: "Only src/excel and src/workbench may name it: ask the workbook port instead.",
}));

/** Folders of src that a folder may not import from: arrows run downward only. */
const above = (...folders) => ({
  "no-restricted-imports": [
    "error",
    { patterns: [{ group: folders.flatMap((folder) => [`**/${folder}/**`, `**/${folder}`]), message: "Arrows run downward only: see docs/architecture.md." }] },
  ],
});

export default tseslint.config(
  { ignores: ["dist/**", "data/**", "node_modules/**", "coverage/**", ".cache/**", "src/workbench/client/api.json"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-console": "error",
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "no-restricted-globals": ["error", ...officeGlobals],
      "max-lines": ["warn", { max: 400 }],
    },
  },
  { files: ["src/excel/**", "src/workbench/**", "test/excel/**", "test/workbench/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["src/excel/**"], plugins: { "office-addins": officeAddins }, rules: { ...officeAddins.configs.recommended?.rules } },
  { files: ["src/sync/**"], rules: above("taskpane", "commands", "excel", "gateway", "sandbox", "workbench") },
  { files: ["src/excel/**"], rules: above("taskpane", "commands", "gateway", "sandbox", "workbench") },
  { files: ["src/gateway/**"], rules: above("taskpane", "commands", "excel", "workbench") },
  { files: ["src/sandbox/**"], rules: above("taskpane", "commands", "excel", "gateway", "workbench") },
  { files: ["src/workbench/**"], rules: above("taskpane", "commands", "gateway", "sandbox") },
  { files: ["src/taskpane/**", "src/commands/**"], rules: above("gateway", "sandbox", "workbench") },
  { files: ["scripts/**", "bench/**", "test/**", "src/gateway/main.ts", "src/sandbox/main.ts"], rules: { "no-console": "off" } },
);
