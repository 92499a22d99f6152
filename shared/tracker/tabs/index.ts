/** The six registers that a tracker has unless its configuration says otherwise. */
import { Tab } from '../schema.ts';
import { actions } from './actions.ts';
import { artefacts } from './artefacts.ts';
import { dependencies } from './dependencies.ts';
import { dissensus } from './dissensus.ts';
import { issues } from './issues.ts';
import { risks } from './risks.ts';

/** In the order in which they are shown, exported and answered. */
export const defaultTabs: readonly Tab[] = [artefacts, issues, dependencies, dissensus, risks, actions].map(
  (tab) => Tab.parse(tab),
);
