/** Runs before office.js, which replaces these functions by null. */
Object.assign(globalThis, {
  keptHistory: {
    pushState: history.pushState.bind(history),
    replaceState: history.replaceState.bind(history),
  },
});
