/** What stands around the pane: the theme, and a pane for people who open the page outside Excel. */
import { FluentProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { Empty } from './empty.tsx';
import { THEME_QUERIES, themeNow } from './theme.ts';

interface Props {
  readonly officeIsDark: boolean | null;
  readonly children: ReactNode;
}

/** The children in the theme of Office or the system, also when that changes. */
export function Shell({ officeIsDark, children }: Props) {
  const now = () => themeNow((query) => matchMedia(query).matches, officeIsDark);
  const [theme, setTheme] = useState(now);
  useEffect(() => {
    const change = () => setTheme(now());
    const queries = THEME_QUERIES.map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener('change', change);
    return () => {
      for (const query of queries) query.removeEventListener('change', change);
    };
  });
  return (
    <FluentProvider theme={theme} className="shell">
      {children}
    </FluentProvider>
  );
}

/** What the page says where there is no Excel around it. */
export function OutsideExcel() {
  return (
    <div className="pane">
      <Empty title="This page belongs into Excel">
        Add Design Tracker to Excel and open it from the ribbon. Without Excel, the page /try of the
        development service shows how it works.
      </Empty>
    </div>
  );
}
