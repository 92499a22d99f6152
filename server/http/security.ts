/**
 * Security headers, by what is answered. Set by hand rather than by a bundle of defaults, because the usual
 * defaults (X-Frame-Options, `frame-ancestors 'self'`, Cross-Origin-Opener-Policy) keep a task pane from
 * opening inside Excel on the web.
 */
import type { RequestHandler } from 'express';

/** Microsoft's hosts for Excel on the web. There is no official list; these are the ones in public use. */
const EXCEL_HOSTS = [
  'https://*.officeapps.live.com',
  'https://*.office.com',
  'https://*.sharepoint.com',
  'https://*.cloud.microsoft',
];

const OFFICE_JS = 'https://appsforoffice.microsoft.com';

/** For everything: no sniffing of types, no address of ours in a Referer. */
export const always: RequestHandler = (_request, response, next) => {
  // By Node's own method here and below for data: Express's looks each value through first, on every answer.
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  next();
};

/** Answers of the API are data: nothing in them may run, nothing may keep them. */
export const forData: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('Cache-Control', 'no-cache');
  next();
};

/** Pages run no script of anybody else and stand in no frame. */
export const forPages: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'Cache-Control': 'no-cache',
  });
  next();
};

/**
 * The task pane: office.js from Microsoft, the rest from here; office.js and Fluent UI write style elements.
 * Without Cache-Control: Office shows a default icon for a ribbon image that carries one.
 */
export const forAddin: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'self' ${OFFICE_JS}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src 'self' ${OFFICE_JS}`,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors 'self' ${EXCEL_HOSTS.join(' ')}`,
    ].join('; '),
  });
  next();
};
