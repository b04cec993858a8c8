import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import CopyWebpackPlugin from "copy-webpack-plugin";
import HtmlWebpackPlugin from "html-webpack-plugin";
import TerserPlugin from "terser-webpack-plugin";

const root = import.meta.dirname;
const inSource = (...parts) => path.join(root, "src", ...parts);

/** The address the manifest is written for; every occurrence is replaced when the add-in is built for another. */
const developmentUrl = "https://localhost:3000";

/**
 * The pages of the add-in. office.js stands in the templates of those that run in Excel, loaded from Microsoft's
 * address as its terms ask; webpack never sees it.
 */
const pages = [
  { entry: "taskpane", script: inSource("taskpane", "main.tsx"), template: inSource("taskpane", "taskpane.html") },
  { entry: "commands", script: inSource("commands", "main.ts"), template: inSource("commands", "commands.html") },
  { entry: "workbench", script: inSource("workbench", "page", "main.ts"), template: inSource("workbench", "page", "workbench.html") },
].filter((page) => existsSync(page.script) && existsSync(page.template));

/** Certificates that Excel trusts, made once by `npx office-addin-dev-certs install`. Null where they were never made. */
const developmentCertificates = async () => {
  if (!existsSync(path.join(homedir(), ".office-addin-dev-certs"))) return null;
  const { getHttpsServerOptions } = await import("office-addin-dev-certs");
  return getHttpsServerOptions();
};

const targetUrl = () => {
  const wanted = process.env.TIEOUT_URL;
  if (!wanted) return developmentUrl;
  const url = new URL(wanted);
  if (url.protocol !== "https:") throw new Error(`TIEOUT_URL is ${wanted}. Excel loads add-ins over https only.`);
  return url.href.replace(/\/$/, "");
};

export default async (env = {}, argv = {}) => {
  const isProduction = (argv.mode ?? "production") === "production";
  const url = targetUrl();
  const certificates = env.WEBPACK_SERVE ? await developmentCertificates() : null;

  return {
    mode: isProduction ? "production" : "development",
    target: ["web", "es2022"],
    context: root,
    entry: {
      ...Object.fromEntries(pages.map((page) => [page.entry, page.script])),
      // Stands where office.js stands in Excel, so the workbench page must know its name.
      "office-bridge": { import: inSource("workbench", "page", "office-bridge.ts"), filename: "office-bridge.js" },
    },
    output: {
      path: path.join(root, "dist", "web"),
      filename: isProduction ? "[name].[contenthash:10].js" : "[name].js",
      chunkFilename: isProduction ? "[name].[contenthash:10].js" : "[name].js",
      assetModuleFilename: "[name].[contenthash:10][ext]",
      clean: true,
    },
    devtool: isProduction ? false : "source-map",
    resolve: { extensions: [".tsx", ".ts", ".js"] },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          use: {
            loader: "swc-loader",
            options: {
              jsc: { target: "es2022", parser: { syntax: "typescript", tsx: true }, transform: { react: { runtime: "automatic" } } },
              module: { type: "es6" },
            },
          },
        },
        { test: /\.css$/, use: ["style-loader", "css-loader"], sideEffects: true },
        { test: /\.(svg|png)$/, type: "asset/resource" },
      ],
    },
    plugins: [
      ...pages.map(
        (page) => new HtmlWebpackPlugin({ filename: `${page.entry}.html`, template: page.template, chunks: [page.entry], scriptLoading: "defer" }),
      ),
      new CopyWebpackPlugin({
        patterns: [
          { from: "assets/*.png", to: "assets/[name][ext]", noErrorOnMissing: false },
          { from: "assets/tieout.svg", to: "assets/tieout.svg" },
          { from: "manifest.xml", to: "manifest.xml", transform: (content) => content.toString().replaceAll(developmentUrl, url) },
        ],
      }),
    ],
    optimization: {
      minimizer: [new TerserPlugin({ minify: TerserPlugin.swcMinify, extractComments: false })],
      // The pane's first screen must not wait for panels that are opened later: those are dynamic imports.
      splitChunks: { chunks: "async" },
    },
    performance: { maxEntrypointSize: 1_200_000, maxAssetSize: 1_200_000 },
    cache: {
      type: "filesystem",
      cacheDirectory: path.join(root, ".cache", "webpack"),
      buildDependencies: { config: [import.meta.filename] },
    },
    devServer: {
      port: 3000,
      host: "localhost",
      hot: false,
      client: { overlay: false },
      headers: { "Cache-Control": "no-cache" },
      static: false,
      server: certificates ? { type: "https", options: certificates } : { type: "http" },
      proxy: [{ context: ["/api", "/healthz", "/readyz"], target: process.env.TIEOUT_GATEWAY ?? "http://127.0.0.1:3001" }],
    },
    stats: "errors-warnings",
  };
};
