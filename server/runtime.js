// Plain JavaScript, so that an old Node can run it and say what it needs. TypeScript files run as they are
// only on Node 24 or newer, and better-sqlite3 crashes on Node 20.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Design Tracker needs Node.js 24 or newer; this is ${process.version}.\n` +
      'On 64-bit Linux and Windows `npm ci` brings it along: run the npm scripts or `npx tracker`, not `node` itself.\n' +
      'Elsewhere install Node.js 24 first.\n',
  );
  process.exit(2);
}
