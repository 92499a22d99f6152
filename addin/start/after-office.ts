/** Runs after office.js: puts back what `before-office.ts` kept. */
const kept: unknown = Reflect.get(globalThis, 'keptHistory');
if (typeof kept === 'object' && kept !== null) Object.assign(history, kept);

export {};
