/** Style sheets are taken in by the page build. */
declare module "*.css";
