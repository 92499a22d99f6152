import type { z } from 'zod';
import type { Tab } from '../schema.ts';

/** A tab as it is written by hand: what `Tab` has a default for may be left out. */
export type TabInput = z.input<typeof Tab>;
