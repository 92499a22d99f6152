#!/usr/bin/env node
// The `tracker` command. Plain JavaScript up to the check of the runtime; the program is main.ts.
import '../runtime.js';

await import('./main.ts');
