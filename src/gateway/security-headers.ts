/**
 * What a browser may do with our pages. Excel shows the pane in a frame of its own page, so the Office hosts are allowed to frame
 * us, and the policies that would cut us off from the framing window stay away. The workbench frames the pane itself.
 */
import type { FastifyHelmetOptions } from "@fastify/helmet";

const officeHosts = ["https://*.cloud.microsoft", "https://*.office.com", "https://*.sharepoint.com", "https://*.officeapps.live.com", "https://*.live.com"];
/** Office.js comes from Microsoft's own address, as Excel demands. */
const officeScripts = ["https://appsforoffice.microsoft.com"];
/** Office.js loads its sign-in library from here, and signs in there. */
const signInScripts = ["https://alcdn.msauth.net"];
const signInHosts = ["https://login.microsoftonline.com"];

export const securityHeaders = ({ signsIn }: { readonly signsIn: boolean }): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", ...officeScripts, ...(signsIn ? signInScripts : [])],
      // Fluent's styles are inserted by script, and Excel on the web sets style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "data:", "blob:"],
      fontSrc: ["'self'", "data:"],
      connectSrc: ["'self'", ...(signsIn ? signInHosts : [])],
      workerSrc: ["'self'", "blob:"],
      frameSrc: ["'self'"],
      frameAncestors: ["'self'", ...officeHosts],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      objectSrc: ["'none'"],
      ...(signsIn ? { upgradeInsecureRequests: [] } : {}),
    },
  },
  frameguard: false,
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  referrerPolicy: { policy: "no-referrer" },
  // On localhost a promise of HTTPS would bind every other program on this machine, too.
  strictTransportSecurity: signsIn ? { maxAge: 31_536_000 } : false,
});
