/** The frame of every page. */
import { type Html, html } from './html.ts';

/** A whole document in English. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/pages.css">
<link rel="icon" href="/addin/icons/product-32.png">
</head>
<body>${body}</body>
</html>
`.text;
}
